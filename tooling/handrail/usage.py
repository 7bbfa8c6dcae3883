"""What stands below the help of the commands: examples to copy, and how a command ends."""

CALLS = """\b
Begin with one of these
  handrail init                             a small handbook in an empty folder, to be made yours
  handrail check                            is the handbook in order?
  handrail check sops/workflows/images      what is wrong in these files?
  handrail explain dead-end                 why is that wrong, and how is it put right?
  handrail prove                            does every control hold, on every way?
  handrail new workflow images/lost-device  a file to fill in

\b
It ends with 0 when all is well, 1 when something was found, 2 when the call or the settings
cannot be followed, 3 when handrail itself is at fault.
"""
CHECK = """\b
Examples
  handrail check                            everything
  handrail check sops/workflows/images      what is wrong in this folder
  handrail check --select dead-end          with one rule alone
  handrail check --as-of 2027-01-01         as if it were that day
  handrail check --format sarif > out.sarif

\b
Settings stand in handrail.toml, or below [tool.handrail] in pyproject.toml
  [rules.too-complex]
  level = "error"                           # off, warning or error
  steps = 30                                # an option of the rule: handrail explain too-complex
"""
PROVE = """\b
Examples
  handrail prove                            every control
  handrail prove report-ncmec --explain     one control, and why it holds
  handrail prove apparent-csam              the controls that bind in this workflow
  handrail prove --format json > proof.json

\b
It ends with 0 when all of it is proven, 1 when something is broken, was given up or arises nowhere, 2 when
there is nothing to prove.
"""
NEW = """\b
Examples
  handrail new workflow images/blurred-faces    a workflow, and the SOP that explains it
  handrail new sop accounts/lost-device --owner account-integrity
  handrail new control images/never-restored
  handrail new message device-locked
"""
PATHS = """\b
Examples
  handrail paths initial-triage                       every way to end, the slowest first
  handrail paths apparent-csam --when uk-nexus=yes    for these cases alone
  handrail paths apparent-csam --when jurisdiction=MY,SG --when imminence=unknown --most 1

\b
It ends with 0, or with 2 when no case can be like that.
"""
