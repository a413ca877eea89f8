"""What answers each call, by the operation's name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias, TypeVar

from threads_api import (
    AssistantStreamEvent,
    CreateThreadRequest,
    MessageDeleted,
    MessageList,
    Record,
    RunList,
    RunStepList,
    ThreadDeleted,
)

from openapi.runs import Events, Runs
from openapi.store import RefusalError, Store, find

Answer: TypeAlias = "Record | Iterator[AssistantStreamEvent]"
Handler: TypeAlias = Callable[..., Answer]
L = TypeVar("L", RunList, RunStepList, MessageList)


def handlers(store: Store) -> Mapping[str, Handler]:
    """The handlers of all calls: they take parameters by their names, `query` and `body`."""
    runs = Runs(store)

    def live(thread_id: str, life: tuple[str, Events], body: Any) -> Answer:
        """A run, lived to where it waits or ends; or its events, while it lives."""
        run_id, told = life
        if body.stream is True:
            return told
        for _ in told:
            pass
        return find(store.conversation(thread_id).runs, run_id)

    def create_thread_and_run(body: Any) -> Answer:
        thread_id, life = runs.start(body)
        return live(thread_id, life, body)

    def create_run(thread_id: str, query: Any, body: Any) -> Answer:
        return live(thread_id, runs.start_on(thread_id, body), body)

    def submit_tool_outputs(thread_id: str, run_id: str, body: Any) -> Answer:
        return live(thread_id, runs.go_on(thread_id, run_id, body), body)

    def delete_thread(thread_id: str) -> Answer:
        store.delete_thread(thread_id)
        return ThreadDeleted(id=thread_id, deleted=True)

    def delete_message(thread_id: str, message_id: str) -> Answer:
        messages = store.conversation(thread_id).messages
        find(messages, message_id)
        del messages[message_id]
        return MessageDeleted(id=message_id, deleted=True)

    def list_messages(thread_id: str, query: Any) -> Answer:
        messages = store.conversation(thread_id).messages
        chosen = {k: v for k, v in messages.items() if query.run_id in (None, v.run_id)}
        return page(MessageList, chosen, query)

    def list_steps(thread_id: str, run_id: str, query: Any) -> Answer:
        return page(RunStepList, find(store.conversation(thread_id).steps, run_id), query)

    def get_step(thread_id: str, run_id: str, step_id: str, query: Any) -> Answer:
        return find(find(store.conversation(thread_id).steps, run_id), step_id)

    return {
        "createThread": lambda body: store.add_thread(body or CreateThreadRequest()),
        "createThreadAndRun": create_thread_and_run,
        "getThread": lambda thread_id: store.conversation(thread_id).thread,
        "modifyThread": store.modify_thread,
        "deleteThread": delete_thread,
        "listRuns": lambda thread_id, query: page(
            RunList, store.conversation(thread_id).runs, query
        ),
        "createRun": create_run,
        "getRun": lambda thread_id, run_id: find(store.conversation(thread_id).runs, run_id),
        "modifyRun": runs.modify_run,
        "submitToolOuputsToRun": submit_tool_outputs,
        "cancelRun": runs.cancel,
        "listRunSteps": list_steps,
        "getRunStep": get_step,
        "listMessages": list_messages,
        "createMessage": store.add_message,
        "modifyMessage": store.modify_message,
        "getMessage": lambda thread_id, message_id: find(
            store.conversation(thread_id).messages, message_id
        ),
        "deleteMessage": delete_message,
    }


def page(kind: type[L], objects: Mapping[str, Any], query: Any) -> L:
    """One page of a list, as the members of a query ask for it."""
    ids = [*objects] if query.order == "asc" else [*objects][::-1]
    for cursor in (query.after, query.before):
        if cursor is not None and cursor not in ids:
            raise RefusalError(404, f"there is no {cursor}")
    start = 0 if query.after is None else ids.index(query.after) + 1
    stop = len(ids) if query.before is None else ids.index(query.before)
    there = ids[start:stop]
    shown = there[: 20 if query.limit is None else query.limit]
    return kind(
        object="list",
        data=[objects[id] for id in shown],
        first_id=shown[0] if shown else "",
        last_id=shown[-1] if shown else "",
        has_more=len(there) > len(shown),
    )
