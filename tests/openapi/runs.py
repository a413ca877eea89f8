"""The lives of runs, on the generated models: what happens to them, and the events that tell of it.

A run with a function among its tools asks for that function once, then writes a message; any other writes its
message at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from threads_api import (
    AssistantStreamEvent,
    CreateRunRequest,
    CreateThreadAndRunRequest,
    CreateThreadRequest,
    DoneEvent,
    FunctionTool,
    FunctionToolCall,
    FunctionToolCallFunction,
    Message,
    MessageCreationStepDetails,
    MessageCreationStepDetailsMessageCreation,
    ModifyRunRequest,
    RequiredActionFunctionToolCall,
    RequiredActionFunctionToolCallFunction,
    Run,
    RunRequiredAction,
    RunRequiredActionSubmitToolOutputs,
    RunStep,
    RunStepUsage,
    RunUsage,
    SubmitToolOutputsRequest,
    Text,
    TextContentBlock,
    ThreadCreated,
    ThreadMessageDelta,
    ThreadRunCompleted,
    ThreadRunCreated,
    ThreadRunInProgress,
    ThreadRunQueued,
    ThreadRunRequiresAction,
    ThreadRunStepDelta,
    ToolCallsStepDetails,
    chunk,
    events,
)

from openapi.store import RefusalError, Store, find, given

Events = Iterator[AssistantStreamEvent]
PIECE = 5
"""Characters of text in a delta."""


class Runs:
    """All runs on the threads of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def start(self, body: CreateThreadAndRunRequest) -> tuple[str, tuple[str, Events]]:
        """A run on a thread of its own: the thread; the run, and the events of its life."""
        thread = self._store.add_thread(given(body.thread, CreateThreadRequest()))
        whole = CreateRunRequest.decode(_without(body.encode(), "thread", "tool_resources"))
        run = self._new_run(thread.id, whole)

        def life() -> Events:
            yield ThreadCreated(data=thread)
            yield from self._begin(run)

        return thread.id, (run.id, life())

    def start_on(self, thread_id: str, body: CreateRunRequest) -> tuple[str, Events]:
        """A run on a thread that is there, and the events of its life."""
        self._store.conversation(thread_id)
        for message in given(body.additional_messages, []):
            self._store.add_message(thread_id, message)
        run = self._new_run(thread_id, body)
        return run.id, self._begin(run)

    def go_on(
        self, thread_id: str, run_id: str, body: SubmitToolOutputsRequest
    ) -> tuple[str, Events]:
        """A run that waited for the outputs of its calls."""
        run = find(self._store.conversation(thread_id).runs, run_id)
        outputs = {given(o.tool_call_id, ""): given(o.output, "") for o in body.tool_outputs}
        asked = run.required_action
        if not asked or {*outputs} != {call.id for call in asked.submit_tool_outputs.tool_calls}:
            raise RefusalError(409, f"{run_id} does not wait for these outputs")
        return run_id, self._resume(run, outputs)

    def cancel(self, thread_id: str, run_id: str) -> Run:
        """A run that waits, stopped."""
        run = find(self._store.conversation(thread_id).runs, run_id)
        if run.status != "requires_action":
            raise RefusalError(409, f"{run_id} is {run.status}")
        stopped_at = self._store.next_number()
        return self._keep(run, status="cancelled", required_action=None, cancelled_at=stopped_at)

    def modify_run(self, thread_id: str, run_id: str, body: ModifyRunRequest) -> Run:
        """A run with other notes."""
        run = find(self._store.conversation(thread_id).runs, run_id)
        return self._keep(run, metadata=given(body.metadata, run.metadata))

    # --- the life of a run ----------------------------------------------------------------------------

    def _new_run(self, thread_id: str, body: CreateRunRequest) -> Run:
        number = self._store.next_number()
        return self._keep(
            Run(
                id=f"run_{number}",
                created_at=number,
                thread_id=thread_id,
                assistant_id=body.assistant_id,
                status="queued",
                required_action=None,
                last_error=None,
                expires_at=None,
                started_at=None,
                cancelled_at=None,
                failed_at=None,
                completed_at=None,
                incomplete_details=None,
                model=given(body.model, "small"),
                instructions=given(body.instructions, None),
                tools=given(body.tools, []),
                metadata=given(body.metadata, None),
                usage=None,
                temperature=given(body.temperature, None),
                top_p=given(body.top_p, None),
                max_prompt_tokens=given(body.max_prompt_tokens, None),
                max_completion_tokens=given(body.max_completion_tokens, None),
                truncation_strategy=given(body.truncation_strategy, None),
                tool_choice=given(body.tool_choice, None),
                parallel_tool_calls=body.parallel_tool_calls is not False,
                response_format=given(body.response_format, None),
            )
        )

    def _keep(self, run: Run, **changes: Any) -> Run:
        conversation = self._store.conversation(run.thread_id)
        conversation.runs[run.id] = run = replace(run, **changes)
        conversation.steps.setdefault(run.id, {})
        return run

    def _keep_step(self, step: RunStep) -> RunStep:
        self._store.conversation(step.thread_id).steps[step.run_id][step.id] = step
        return step

    def _begin(self, run: Run) -> Events:
        yield ThreadRunCreated(data=run)
        yield ThreadRunQueued(data=run)
        run = self._keep(run, status="in_progress", started_at=self._store.next_number())
        yield ThreadRunInProgress(data=run)
        functions = [tool.function.name for tool in run.tools if isinstance(tool, FunctionTool)]
        if functions:
            yield from self._ask(run, functions[0])
        else:
            yield from self._answer(run, "Nothing to ask: 🌧 it rains.")

    def _ask(self, run: Run, name: str) -> Events:
        call_id, arguments = f"call_{self._store.next_number()}", '{"city": "Zürich"}'
        function = FunctionToolCallFunction(name=name, arguments=arguments, output=None)
        calls = ToolCallsStepDetails(tool_calls=[FunctionToolCall(id=call_id, function=function)])
        before = self._new_step(run, "tool_calls", ToolCallsStepDetails(tool_calls=[]))
        after = self._keep_step(replace(before, step_details=calls))
        yield from _pieces(
            events(before, after)[:-1]
        )  # it is not closed before its output is there
        asked = RequiredActionFunctionToolCall(
            id=call_id,
            function=RequiredActionFunctionToolCallFunction(name=name, arguments=arguments),
        )
        action = RunRequiredAction(
            submit_tool_outputs=RunRequiredActionSubmitToolOutputs(tool_calls=[asked])
        )
        run = self._keep(run, status="requires_action", required_action=action)
        yield ThreadRunRequiresAction(data=run)
        yield DoneEvent()

    def _resume(self, run: Run, outputs: dict[str, str]) -> Events:
        run = self._keep(run, status="queued", required_action=None)
        yield ThreadRunQueued(data=run)
        run = self._keep(run, status="in_progress")
        yield ThreadRunInProgress(data=run)
        (before,) = self._store.conversation(run.thread_id).steps[run.id].values()
        details = before.step_details
        assert isinstance(details, ToolCallsStepDetails)
        calls: list[Any] = [
            replace(call, function=replace(call.function, output=outputs[call.id]))
            for call in details.tool_calls
            if isinstance(call, FunctionToolCall)
        ]
        after = self._finish_step(replace(before, step_details=replace(details, tool_calls=calls)))
        yield events(before, after)[-1]
        yield from self._answer(run, f"I was told: {', '.join(outputs.values())}")

    def _answer(self, run: Run, text: str) -> Events:
        number = self._store.next_number()
        begun = Message(
            id=f"msg_{number}",
            created_at=number,
            thread_id=run.thread_id,
            status="in_progress",
            role="assistant",
            content=[],
            assistant_id=run.assistant_id,
            run_id=run.id,
            attachments=[],
            metadata={},
        )
        said = TextContentBlock(text=Text(value=text, annotations=[]))
        message = replace(begun, status="completed", content=[said], completed_at=number)
        creation = MessageCreationStepDetailsMessageCreation(message_id=message.id)
        step = self._new_step(
            run, "message_creation", MessageCreationStepDetails(message_creation=creation)
        )
        opening, *_, closing = events(step, self._finish_step(step))
        yield opening
        yield from _pieces(events(begun, message))
        self._store.conversation(run.thread_id).messages[message.id] = message
        yield closing
        usage = RunUsage(completion_tokens=len(text), prompt_tokens=1, total_tokens=len(text) + 1)
        done_at = self._store.next_number()
        run = self._keep(run, status="completed", completed_at=done_at, usage=usage)
        yield ThreadRunCompleted(data=run)
        yield DoneEvent()

    def _new_step(self, run: Run, type: str, details: Any) -> RunStep:
        number = self._store.next_number()
        return self._keep_step(
            RunStep(
                id=f"step_{number}",
                created_at=number,
                assistant_id=run.assistant_id,
                thread_id=run.thread_id,
                run_id=run.id,
                type=type,
                status="in_progress",
                step_details=details,
                last_error=None,
                cancelled_at=None,
                failed_at=None,
                completed_at=None,
                usage=None,
            )
        )

    def _finish_step(self, step: RunStep) -> RunStep:
        usage = RunStepUsage(completion_tokens=1, prompt_tokens=1, total_tokens=2)
        done_at = self._store.next_number()
        return self._keep_step(replace(step, status="completed", completed_at=done_at, usage=usage))


def _pieces(whole: Sequence[AssistantStreamEvent]) -> Events:
    """The events, with the texts of deltas cut into small pieces."""
    for event in whole:
        match event:
            case ThreadMessageDelta(data=data):
                for words in chunk(data.delta, PIECE):
                    yield replace(event, data=replace(data, delta=words))
            case ThreadRunStepDelta(data=growth):
                for part in chunk(growth.delta, PIECE):
                    yield replace(event, data=replace(growth, delta=part))
            case _:
                yield event


def _without(members: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in members.items() if name not in names}
