"""What a server of the shipped API remembers, on the generated models: threads and messages.

Clocks and identifiers count, so that everything is the same each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, TypeVar

from threads_api import (
    UNSET,
    CreateMessageRequest,
    CreateThreadRequest,
    Message,
    MessageAttachment,
    ModifyRunRequest,
    ModifyThreadRequest,
    Run,
    RunStep,
    Text,
    TextContentBlock,
    TextContentBlockParam,
    Thread,
    ThreadToolResources,
)

T = TypeVar("T")


class RefusalError(Exception):
    """A call that is not served: with which status, why, and which member of it is at fault."""

    def __init__(self, status: int, message: str, param: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.param = param


def given(value: Any, otherwise: T) -> Any | T:
    """`value`, unless it is absent or null."""
    return otherwise if value is None or value is UNSET else value


def find(objects: Mapping[str, T], id: str) -> T:
    """What is called `id`."""
    if id not in objects:
        raise RefusalError(404, f"there is no {id}")
    return objects[id]


@dataclass
class Conversation:
    """A thread with all that belongs to it."""

    thread: Thread
    messages: dict[str, Message] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)
    steps: dict[str, dict[str, RunStep]] = field(default_factory=dict)


class Store:
    """All conversations."""

    def __init__(self) -> None:
        self._conversations: dict[str, Conversation] = {}
        self._numbers = count(1)

    def next_number(self) -> int:
        """For identifiers, and for clocks."""
        return next(self._numbers)

    def conversation(self, thread_id: str) -> Conversation:
        """A thread and what belongs to it."""
        return find(self._conversations, thread_id)

    # --- threads and messages -------------------------------------------------------------------------

    def add_thread(self, body: CreateThreadRequest) -> Thread:
        """A new thread with its first messages."""
        number = self.next_number()
        resources = given(body.tool_resources, None)
        thread = Thread(
            id=f"thread_{number}",
            created_at=number,
            tool_resources=ThreadToolResources.decode(resources.encode()) if resources else None,
            metadata=given(body.metadata, None),
        )
        self._conversations[thread.id] = Conversation(thread)
        for message in body.messages or []:
            self.add_message(thread.id, message)
        return thread

    def modify_thread(self, thread_id: str, body: ModifyThreadRequest) -> Thread:
        """A thread with other notes."""
        conversation = self.conversation(thread_id)
        notes = given(body.metadata, conversation.thread.metadata)
        conversation.thread = replace(conversation.thread, metadata=notes)
        return conversation.thread

    def delete_thread(self, thread_id: str) -> None:
        """Forget a thread."""
        self.conversation(thread_id)
        del self._conversations[thread_id]

    def add_message(self, thread_id: str, body: CreateMessageRequest) -> Message:
        """A new message of a caller."""
        number = self.next_number()
        files = [MessageAttachment.decode(a.encode()) for a in given(body.attachments, [])]
        message = Message(
            id=f"msg_{number}",
            created_at=number,
            thread_id=thread_id,
            status="completed",
            role=body.role,
            content=[*_content(body)],
            assistant_id=None,
            run_id=None,
            attachments=files,
            metadata=given(body.metadata, None),
        )
        self.conversation(thread_id).messages[message.id] = message
        return message

    def modify_message(self, thread_id: str, message_id: str, body: ModifyRunRequest) -> Message:
        """A message with other notes."""
        messages = self.conversation(thread_id).messages
        message = find(messages, message_id)
        notes = given(body.metadata, message.metadata)
        messages[message_id] = replace(message, metadata=notes)
        return messages[message_id]


def _content(body: CreateMessageRequest) -> Iterator[Any]:
    parts = body.content
    assert not hasattr(parts, "raw"), "strict reading lets nothing unknown through"
    for part in [TextContentBlockParam(text=parts)] if isinstance(parts, str) else parts:
        if isinstance(part, TextContentBlockParam):
            yield TextContentBlock(text=Text(value=part.text, annotations=[]))
        else:
            yield part
