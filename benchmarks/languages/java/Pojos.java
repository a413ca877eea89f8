import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** What people write by hand: classes that keep nothing they do not know. */
final class Pojos {
  private Pojos() {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  static class Message {
    public String id;
    public String object;
    public @JsonProperty("created_at") long createdAt;
    public @JsonProperty("thread_id") String threadId;
    public String status;
    public @JsonProperty("incomplete_details") JsonNode incompleteDetails;
    public @JsonProperty("completed_at") Long completedAt;
    public @JsonProperty("incomplete_at") Long incompleteAt;
    public String role;
    public List<Content> content;
    public @JsonProperty("assistant_id") String assistantId;
    public @JsonProperty("run_id") String runId;
    public List<Attachment> attachments;
    public Map<String, String> metadata;
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  static class Attachment {
    public @JsonProperty("file_id") String fileId;
    public List<Tool> tools;
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  static class Tool {
    public String type;
    public JsonNode function;
    public @JsonProperty("file_search") JsonNode fileSearch;
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = OtherContent.class)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = TextContent.class, name = "text"),
    @JsonSubTypes.Type(value = ImageFileContent.class, name = "image_file"),
    @JsonSubTypes.Type(value = ImageUrlContent.class, name = "image_url"),
    @JsonSubTypes.Type(value = RefusalContent.class, name = "refusal")
  })
  abstract static class Content {}

  static class OtherContent extends Content {}

  static class TextContent extends Content {
    public Text text;
  }

  static class ImageFileContent extends Content {
    public @JsonProperty("image_file") Map<String, String> imageFile;
  }

  static class ImageUrlContent extends Content {
    public @JsonProperty("image_url") Map<String, String> imageUrl;
  }

  static class RefusalContent extends Content {
    public String refusal;
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  static class Text {
    public String value;
    public List<Annotation> annotations;
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  static class Annotation {
    public String type;
    public String text;
    public @JsonProperty("file_citation") Map<String, String> fileCitation;
    public @JsonProperty("file_path") Map<String, String> filePath;
    public @JsonProperty("start_index") long startIndex;
    public @JsonProperty("end_index") long endIndex;
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  static class Run {
    public String id;
    public String object;
    public @JsonProperty("created_at") long createdAt;
    public @JsonProperty("thread_id") String threadId;
    public @JsonProperty("assistant_id") String assistantId;
    public String status;
    public @JsonProperty("required_action") RequiredAction requiredAction;
    public @JsonProperty("last_error") Map<String, String> lastError;
    public @JsonProperty("expires_at") Long expiresAt;
    public @JsonProperty("started_at") Long startedAt;
    public @JsonProperty("cancelled_at") Long cancelledAt;
    public @JsonProperty("failed_at") Long failedAt;
    public @JsonProperty("completed_at") Long completedAt;
    public @JsonProperty("incomplete_details") Map<String, String> incompleteDetails;
    public String model;
    public String instructions;
    public List<Tool> tools;
    public Map<String, String> metadata;
    public Map<String, Long> usage;
    public Double temperature;
    public @JsonProperty("top_p") Double topP;
    public @JsonProperty("max_prompt_tokens") Long maxPromptTokens;
    public @JsonProperty("max_completion_tokens") Long maxCompletionTokens;
    public @JsonProperty("truncation_strategy") JsonNode truncationStrategy;
    public @JsonProperty("tool_choice") JsonNode toolChoice;
    public @JsonProperty("parallel_tool_calls") Boolean parallelToolCalls;
    public @JsonProperty("response_format") JsonNode responseFormat;
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  static class RequiredAction {
    public String type;
    public @JsonProperty("submit_tool_outputs") JsonNode submitToolOutputs;
  }
}
