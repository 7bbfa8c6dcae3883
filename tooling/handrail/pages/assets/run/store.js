// What has been loaded: workflows, messages, teams. Each comes as a script of ours, so that it also loads from a folder.
(() => {
  "use strict";
  const run = (globalThis.handrailRun ??= {});

  /** @type {Record<string, any>} */
  const held = Object.create(null);

  /** A value without the names that every object has, and as it was for good. */
  function bare(value) {
    if (value && typeof value === "object") {
      Object.values(value).forEach(bare);
      if (!Array.isArray(value)) Object.setPrototypeOf(value, null);
      Object.freeze(value);
    }
    return value;
  }

  /** Called by each data script. @param {string} name @param {any} value */
  run.hold = (name, value) => { held[name] = bare(value); };

  /** What was loaded under a name. */
  run.held = (name) => held[name];

  /** The address of a file beside the scripts of the run. */
  const address = (name, print) => {
    const [folder, ...rest] = name.split("/");
    const file = rest.length ? `${folder}/${rest.join("/").replace(/[^A-Za-z0-9-]+/g, "-")}` : folder;
    return `${run.base}run-data/${file}.js${print ? `?${print}` : ""}`;
  };

  /** @type {Map<string, Promise<any>>} */
  const coming = new Map();

  /**
   * Load something once. Rejects where it cannot be had.
   * @param {string} name such as `workflows/apparent-csam` @param {string} [print] the version that is wanted
   */
  run.load = (name, print = "") => {
    if (held[name]) return Promise.resolve(held[name]);
    if (!coming.has(name)) {
      coming.set(name, new Promise((done, failed) => {
        const script = document.createElement("script");
        const end = () => {
          script.remove();
          coming.delete(name);
          if (held[name]) done(held[name]);
          else failed(new Error(name));
        };
        script.onload = end;
        script.onerror = end;
        script.src = address(name, print);
        document.head.append(script);
      }));
    }
    return coming.get(name);
  };

  /** The workflows that have been loaded, by name. */
  run.flows = new Proxy(Object.create(null), { get: (_, name) => (typeof name === "string" ? held[`workflows/${name}`] : undefined) });
})();
