"""The types as pydantic models. Every leaf is checked, bounds included; undeclared members are dropped."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Offset = Annotated[int, Field(ge=0)]

Positive = Annotated[int, Field(ge=1)]

TokenLimit = Annotated[int, Field(ge=256)]

ResultCount = Annotated[int, Field(ge=1, le=50)]

Share = Annotated[float, Field(ge=0, le=1)]

Identifier = Annotated[str, Field(max_length=64, pattern="^[a-zA-Z0-9_-]+$")]

Metadata = Annotated[
    dict[Annotated[str, Field(max_length=64)], Annotated[str, Field(max_length=512)]],
    Field(max_length=16),
]


class MessageIncompleteDetails(BaseModel):
    reason: str


class ImageFile(BaseModel):
    file_id: str
    detail: str | None = None


class ImageURL(BaseModel):
    url: str
    detail: str | None = None


class FileCitation(BaseModel):
    file_id: str
    quote: str | None = None


class FilePath(BaseModel):
    file_id: str


class FileCitationAnnotation(BaseModel):
    type: Literal["file_citation"]
    text: str
    file_citation: FileCitation
    start_index: Offset
    end_index: Offset


class FilePathAnnotation(BaseModel):
    type: Literal["file_path"]
    text: str
    file_path: FilePath
    start_index: Offset
    end_index: Offset


Annotation = Annotated[FileCitationAnnotation | FilePathAnnotation, Field(discriminator="type")]


class Text(BaseModel):
    value: str
    annotations: list[Annotation]


class ImageFileContentBlock(BaseModel):
    type: Literal["image_file"]
    image_file: ImageFile


class ImageURLContentBlock(BaseModel):
    type: Literal["image_url"]
    image_url: ImageURL


class TextContentBlock(BaseModel):
    type: Literal["text"]
    text: Text


class RefusalContentBlock(BaseModel):
    type: Literal["refusal"]
    refusal: str


MessageContent = Annotated[
    ImageFileContentBlock | ImageURLContentBlock | TextContentBlock | RefusalContentBlock,
    Field(discriminator="type"),
]


class AttachedCodeInterpreter(BaseModel):
    type: Literal["code_interpreter"]


class AttachedFileSearch(BaseModel):
    type: Literal["file_search"]


AttachmentTool = Annotated[
    AttachedCodeInterpreter | AttachedFileSearch, Field(discriminator="type")
]


class MessageAttachment(BaseModel):
    file_id: str | None = None
    tools: list[AttachmentTool] | None = None


class Message(BaseModel):
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


class DeltaFileCitation(BaseModel):
    file_id: str | None = None
    quote: str | None = None


class DeltaFilePath(BaseModel):
    file_id: str | None = None


class FileCitationDeltaAnnotation(BaseModel):
    type: Literal["file_citation"]
    index: int
    text: str | None = None
    file_citation: DeltaFileCitation | None = None
    start_index: Offset | None = None
    end_index: Offset | None = None


class FilePathDeltaAnnotation(BaseModel):
    type: Literal["file_path"]
    index: int
    text: str | None = None
    file_path: DeltaFilePath | None = None
    start_index: Offset | None = None
    end_index: Offset | None = None


AnnotationDelta = Annotated[
    FileCitationDeltaAnnotation | FilePathDeltaAnnotation, Field(discriminator="type")
]


class TextDelta(BaseModel):
    value: str | None = None
    annotations: list[AnnotationDelta] | None = None


class ImageFileDelta(BaseModel):
    file_id: str | None = None
    detail: str | None = None


class ImageURLDelta(BaseModel):
    url: str | None = None
    detail: str | None = None


class ImageFileDeltaBlock(BaseModel):
    type: Literal["image_file"]
    index: int
    image_file: ImageFileDelta | None = None


class TextDeltaBlock(BaseModel):
    type: Literal["text"]
    index: int
    text: TextDelta | None = None


class RefusalDeltaBlock(BaseModel):
    type: Literal["refusal"]
    index: int
    refusal: str | None = None


class ImageURLDeltaBlock(BaseModel):
    type: Literal["image_url"]
    index: int
    image_url: ImageURLDelta | None = None


MessageContentDelta = Annotated[
    ImageFileDeltaBlock | TextDeltaBlock | RefusalDeltaBlock | ImageURLDeltaBlock,
    Field(discriminator="type"),
]


class MessageDelta(BaseModel):
    role: str | None = None
    content: list[MessageContentDelta] | None = None


class MessageDeltaEvent(BaseModel):
    id: str
    object: Literal["thread.message.delta"]
    delta: MessageDelta


class RankingOptions(BaseModel):
    score_threshold: Share
    ranker: str | None = None


class FileSearchOptions(BaseModel):
    max_num_results: ResultCount | None = None
    ranking_options: RankingOptions | None = None


class FunctionDefinition(BaseModel):
    name: Identifier
    description: str | None = None
    parameters: dict[str, Any] | None = None
    strict: bool | None = None


class CodeInterpreterTool(BaseModel):
    type: Literal["code_interpreter"]


class FileSearchTool(BaseModel):
    type: Literal["file_search"]
    file_search: FileSearchOptions | None = None


class FunctionTool(BaseModel):
    type: Literal["function"]
    function: FunctionDefinition


AssistantTool = Annotated[
    CodeInterpreterTool | FileSearchTool | FunctionTool, Field(discriminator="type")
]

Tools = Annotated[list[AssistantTool], Field(max_length=20)]


class RequiredFunction(BaseModel):
    name: str
    arguments: str


class RequiredCall(BaseModel):
    id: str
    type: Literal["function"]
    function: RequiredFunction


class SubmitToolOutputs(BaseModel):
    tool_calls: list[RequiredCall]


class RequiredAction(BaseModel):
    type: Literal["submit_tool_outputs"]
    submit_tool_outputs: SubmitToolOutputs


class LastError(BaseModel):
    code: str
    message: str


class RunIncompleteDetails(BaseModel):
    reason: str | None = None


class Usage(BaseModel):
    completion_tokens: int
    prompt_tokens: int
    total_tokens: int


class TruncationStrategy(BaseModel):
    type: str
    last_messages: Positive | None = None


class ChosenFunction(BaseModel):
    name: str


class ToolChoice(BaseModel):
    type: str
    function: ChosenFunction | None = None


class ResponseSchema(BaseModel):
    model_config = ConfigDict(serialize_by_alias=True)

    name: Identifier
    description: str | None = None
    schema_: dict[str, Any] | None = Field(None, alias="schema")
    strict: bool | None = None


class ResponseFormatText(BaseModel):
    type: Literal["text"]


class ResponseFormatJSONObject(BaseModel):
    type: Literal["json_object"]


class ResponseFormatJSONSchema(BaseModel):
    type: Literal["json_schema"]
    json_schema: ResponseSchema


ResponseFormat = Annotated[
    ResponseFormatText | ResponseFormatJSONObject | ResponseFormatJSONSchema,
    Field(discriminator="type"),
]


class Run(BaseModel):
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


class CreatedMessage(BaseModel):
    message_id: str


class Logs(BaseModel):
    type: Literal["logs"]
    logs: str


class OutputImage(BaseModel):
    file_id: str


class Image(BaseModel):
    type: Literal["image"]
    image: OutputImage


Output = Annotated[Logs | Image, Field(discriminator="type")]


class CodeInterpreter(BaseModel):
    input: str
    outputs: list[Output]


class SearchContent(BaseModel):
    type: Literal["text"] | None = None
    text: str | None = None


class SearchResult(BaseModel):
    file_id: str
    file_name: str
    score: Share
    content: list[SearchContent] | None = None


class SearchRankingOptions(BaseModel):
    ranker: str
    score_threshold: Share


class FileSearch(BaseModel):
    ranking_options: SearchRankingOptions | None = None
    results: list[SearchResult] | None = None


class CalledFunction(BaseModel):
    name: str
    arguments: str
    output: str | None


class CodeInterpreterToolCall(BaseModel):
    type: Literal["code_interpreter"]
    id: str
    code_interpreter: CodeInterpreter


class FileSearchToolCall(BaseModel):
    type: Literal["file_search"]
    id: str
    file_search: FileSearch


class FunctionToolCall(BaseModel):
    type: Literal["function"]
    id: str
    function: CalledFunction


ToolCall = Annotated[
    CodeInterpreterToolCall | FileSearchToolCall | FunctionToolCall, Field(discriminator="type")
]


class MessageCreationStepDetails(BaseModel):
    type: Literal["message_creation"]
    message_creation: CreatedMessage


class ToolCallsStepDetails(BaseModel):
    type: Literal["tool_calls"]
    tool_calls: list[ToolCall]


StepDetails = Annotated[
    MessageCreationStepDetails | ToolCallsStepDetails, Field(discriminator="type")
]


class RunStep(BaseModel):
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
