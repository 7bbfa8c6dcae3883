"""The data of the guided run: a file for each workflow and message, one for teams, one for time limits. No page."""

from collections.abc import Iterator
from functools import partial

from handrail.ground.model import Handbook, Message, Workflow
from handrail.pages import Site, SitePage
from handrail.pages._escape import anchor
from handrail.pages._run.clocks import clocks
from handrail.pages._run.data import FOLDER, script
from handrail.pages._run.letter import letter
from handrail.pages._run.people import people
from handrail.pages._run.workflow import workflow_data


def pages(site: Site) -> Iterator[SitePage]:
    """Scripts that hand over data and do nothing else."""
    book = site.handbook
    if not book.workflows:
        return
    yield SitePage(f"{FOLDER}/people.js", lambda: script("people", people(book)))
    yield SitePage(f"{FOLDER}/clocks.js", lambda: script("clocks", clocks(site)))
    for workflow in book.workflows.values():
        path = f"{FOLDER}/workflows/{anchor(workflow.id)}.js"
        yield SitePage(path, partial(_workflow, site, workflow), workflow.place.path)
    for message in book.messages.values():
        path = f"{FOLDER}/messages/{anchor(message.id)}.js"
        yield SitePage(path, partial(_message, book, message), message.place.path)


def _workflow(site: Site, workflow: Workflow) -> str:
    return script(f"workflows/{workflow.id}", workflow_data(site, workflow))


def _message(book: Handbook, message: Message) -> str:
    return script(f"messages/{message.id}", letter(book, message))
