"""The types as msgspec structs. Every leaf is checked, bounds included; undeclared members are dropped."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

Offset = Annotated[int, Meta(ge=0)]

Positive = Annotated[int, Meta(ge=1)]

TokenLimit = Annotated[int, Meta(ge=256)]

ResultCount = Annotated[int, Meta(ge=1, le=50)]

Share = Annotated[float, Meta(ge=0, le=1)]

Identifier = Annotated[str, Meta(max_length=64, pattern="^[a-zA-Z0-9_-]+$")]

Metadata = Annotated[
    dict[Annotated[str, Meta(max_length=64)], Annotated[str, Meta(max_length=512)]],
    Meta(max_length=16),
]


class MessageIncompleteDetails(Struct):
    reason: str


class ImageFile(Struct):
    file_id: str
    detail: str | None = None


class ImageURL(Struct):
    url: str
    detail: str | None = None


class FileCitation(Struct):
    file_id: str
    quote: str | None = None


class FilePath(Struct):
    file_id: str


class FileCitationAnnotation(Struct, tag="file_citation", tag_field="type"):
    text: str
    file_citation: FileCitation
    start_index: Offset
    end_index: Offset


class FilePathAnnotation(Struct, tag="file_path", tag_field="type"):
    text: str
    file_path: FilePath
    start_index: Offset
    end_index: Offset


Annotation = FileCitationAnnotation | FilePathAnnotation


class Text(Struct):
    value: str
    annotations: list[Annotation]


class ImageFileContentBlock(Struct, tag="image_file", tag_field="type"):
    image_file: ImageFile


class ImageURLContentBlock(Struct, tag="image_url", tag_field="type"):
    image_url: ImageURL


class TextContentBlock(Struct, tag="text", tag_field="type"):
    text: Text


class RefusalContentBlock(Struct, tag="refusal", tag_field="type"):
    refusal: str


MessageContent = (
    ImageFileContentBlock | ImageURLContentBlock | TextContentBlock | RefusalContentBlock
)


class AttachedCodeInterpreter(Struct, tag="code_interpreter", tag_field="type"):
    pass


class AttachedFileSearch(Struct, tag="file_search", tag_field="type"):
    pass


AttachmentTool = AttachedCodeInterpreter | AttachedFileSearch


class MessageAttachment(Struct):
    file_id: str | None = None
    tools: list[AttachmentTool] | None = None


class Message(Struct):
    id: str
    object: Literal["thread.message"]
    created_at: int
    thread_id: str
    role: str
    content: list[MessageContent]
    assistant_id: str | None
    run_id: str | None
    metadata: Metadata | None
    status: str | None = None
    incomplete_details: MessageIncompleteDetails | None = None
    completed_at: int | None = None
    incomplete_at: int | None = None
    attachments: list[MessageAttachment] | None = None


class DeltaFileCitation(Struct):
    file_id: str | None = None
    quote: str | None = None


class DeltaFilePath(Struct):
    file_id: str | None = None


class FileCitationDeltaAnnotation(Struct, tag="file_citation", tag_field="type"):
    index: int
    text: str | None = None
    file_citation: DeltaFileCitation | None = None
    start_index: Offset | None = None
    end_index: Offset | None = None


class FilePathDeltaAnnotation(Struct, tag="file_path", tag_field="type"):
    index: int
    text: str | None = None
    file_path: DeltaFilePath | None = None
    start_index: Offset | None = None
    end_index: Offset | None = None


AnnotationDelta = FileCitationDeltaAnnotation | FilePathDeltaAnnotation


class TextDelta(Struct):
    value: str | None = None
    annotations: list[AnnotationDelta] | None = None


class ImageFileDelta(Struct):
    file_id: str | None = None
    detail: str | None = None


class ImageURLDelta(Struct):
    url: str | None = None
    detail: str | None = None


class ImageFileDeltaBlock(Struct, tag="image_file", tag_field="type"):
    index: int
    image_file: ImageFileDelta | None = None


class TextDeltaBlock(Struct, tag="text", tag_field="type"):
    index: int
    text: TextDelta | None = None


class RefusalDeltaBlock(Struct, tag="refusal", tag_field="type"):
    index: int
    refusal: str | None = None


class ImageURLDeltaBlock(Struct, tag="image_url", tag_field="type"):
    index: int
    image_url: ImageURLDelta | None = None


MessageContentDelta = ImageFileDeltaBlock | TextDeltaBlock | RefusalDeltaBlock | ImageURLDeltaBlock


class MessageDelta(Struct):
    role: str | None = None
    content: list[MessageContentDelta] | None = None


class MessageDeltaEvent(Struct):
    id: str
    object: Literal["thread.message.delta"]
    delta: MessageDelta


class RankingOptions(Struct):
    score_threshold: Share
    ranker: str | None = None


class FileSearchOptions(Struct):
    max_num_results: ResultCount | None = None
    ranking_options: RankingOptions | None = None


class FunctionDefinition(Struct):
    name: Identifier
    description: str | None = None
    parameters: dict[str, Any] | None = None
    strict: bool | None = None


class CodeInterpreterTool(Struct, tag="code_interpreter", tag_field="type"):
    pass


class FileSearchTool(Struct, tag="file_search", tag_field="type"):
    file_search: FileSearchOptions | None = None


class FunctionTool(Struct, tag="function", tag_field="type"):
    function: FunctionDefinition


AssistantTool = CodeInterpreterTool | FileSearchTool | FunctionTool

Tools = Annotated[list[AssistantTool], Meta(max_length=20)]


class RequiredFunction(Struct):
    name: str
    arguments: str


class RequiredCall(Struct):
    id: str
    type: Literal["function"]
    function: RequiredFunction


class SubmitToolOutputs(Struct):
    tool_calls: list[RequiredCall]


class RequiredAction(Struct):
    type: Literal["submit_tool_outputs"]
    submit_tool_outputs: SubmitToolOutputs


class LastError(Struct):
    code: str
    message: str


class RunIncompleteDetails(Struct):
    reason: str | None = None


class Usage(Struct):
    completion_tokens: int
    prompt_tokens: int
    total_tokens: int


class TruncationStrategy(Struct):
    type: str
    last_messages: Positive | None = None


class ChosenFunction(Struct):
    name: str


class ToolChoice(Struct):
    type: str
    function: ChosenFunction | None = None


class ResponseSchema(Struct):
    name: Identifier
    description: str | None = None
    schema: dict[str, Any] | None = None
    strict: bool | None = None


class ResponseFormatText(Struct, tag="text", tag_field="type"):
    pass


class ResponseFormatJSONObject(Struct, tag="json_object", tag_field="type"):
    pass


class ResponseFormatJSONSchema(Struct, tag="json_schema", tag_field="type"):
    json_schema: ResponseSchema


ResponseFormat = ResponseFormatText | ResponseFormatJSONObject | ResponseFormatJSONSchema


class Run(Struct):
    id: str
    object: Literal["thread.run"]
    created_at: int
    thread_id: str
    assistant_id: str
    status: str
    last_error: LastError | None
    expires_at: int | None
    started_at: int | None
    cancelled_at: int | None
    failed_at: int | None
    completed_at: int | None
    model: str
    instructions: str | None
    tools: Tools
    metadata: Metadata | None
    usage: Usage | None
    tool_choice: str | ToolChoice | None
    parallel_tool_calls: bool
    response_format: Literal["auto"] | ResponseFormat | None
    required_action: RequiredAction | None = None
    incomplete_details: RunIncompleteDetails | None = None
    temperature: float | None = None
    top_p: float | None = None
    max_prompt_tokens: TokenLimit | None = None
    max_completion_tokens: TokenLimit | None = None
    truncation_strategy: TruncationStrategy | None = None


class CreatedMessage(Struct):
    message_id: str


class Logs(Struct, tag="logs", tag_field="type"):
    logs: str


class OutputImage(Struct):
    file_id: str


class Image(Struct, tag="image", tag_field="type"):
    image: OutputImage


Output = Logs | Image


class CodeInterpreter(Struct):
    input: str
    outputs: list[Output]


class SearchContent(Struct):
    type: Literal["text"] | None = None
    text: str | None = None


class SearchResult(Struct):
    file_id: str
    file_name: str
    score: Share
    content: list[SearchContent] | None = None


class SearchRankingOptions(Struct):
    ranker: str
    score_threshold: Share


class FileSearch(Struct):
    ranking_options: SearchRankingOptions | None = None
    results: list[SearchResult] | None = None


class CalledFunction(Struct):
    name: str
    arguments: str
    output: str | None


class CodeInterpreterToolCall(Struct, tag="code_interpreter", tag_field="type"):
    id: str
    code_interpreter: CodeInterpreter


class FileSearchToolCall(Struct, tag="file_search", tag_field="type"):
    id: str
    file_search: FileSearch


class FunctionToolCall(Struct, tag="function", tag_field="type"):
    id: str
    function: CalledFunction


ToolCall = CodeInterpreterToolCall | FileSearchToolCall | FunctionToolCall


class MessageCreationStepDetails(Struct, tag="message_creation", tag_field="type"):
    message_creation: CreatedMessage


class ToolCallsStepDetails(Struct, tag="tool_calls", tag_field="type"):
    tool_calls: list[ToolCall]


StepDetails = MessageCreationStepDetails | ToolCallsStepDetails


class RunStep(Struct):
    id: str
    object: Literal["thread.run.step"]
    created_at: int
    assistant_id: str
    thread_id: str
    run_id: str
    type: str
    status: str
    step_details: StepDetails
    last_error: LastError | None
    cancelled_at: int | None
    failed_at: int | None
    completed_at: int | None
    usage: Usage | None
    expired_at: int | None = None
    metadata: Metadata | None = None
