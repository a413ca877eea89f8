package main

// What people write by hand: structs that hold what is known of a message, the rest lost.

type message struct {
	ID                string             `json:"id"`
	Object            string             `json:"object"`
	CreatedAt         int64              `json:"created_at"`
	ThreadID          string             `json:"thread_id"`
	Status            string             `json:"status"`
	IncompleteDetails *incompleteDetails `json:"incomplete_details"`
	CompletedAt       *int64             `json:"completed_at"`
	IncompleteAt      *int64             `json:"incomplete_at"`
	Role              string             `json:"role"`
	Content           []content          `json:"content"`
	AssistantID       *string            `json:"assistant_id"`
	RunID             *string            `json:"run_id"`
	Attachments       []attachment       `json:"attachments"`
	Metadata          map[string]string  `json:"metadata"`
}

type incompleteDetails struct {
	Reason string `json:"reason"`
}

type attachment struct {
	FileID string `json:"file_id"`
	Tools  []tool `json:"tools"`
}

type tool struct {
	Type string `json:"type"`
}

type content struct {
	Index     int64  `json:"index"`
	Type      string `json:"type"`
	Text      *text  `json:"text"`
	ImageFile *image `json:"image_file"`
	ImageURL  *image `json:"image_url"`
	Refusal   string `json:"refusal"`
}

type image struct {
	FileID string `json:"file_id"`
	URL    string `json:"url"`
	Detail string `json:"detail"`
}

type text struct {
	Value       string       `json:"value"`
	Annotations []annotation `json:"annotations"`
}

type annotation struct {
	Index        int64  `json:"index"`
	Type         string `json:"type"`
	Text         string `json:"text"`
	StartIndex   int64  `json:"start_index"`
	EndIndex     int64  `json:"end_index"`
	FileCitation *file  `json:"file_citation"`
	FilePath     *file  `json:"file_path"`
}

type file struct {
	FileID string `json:"file_id"`
}

type messageDeltaEvent struct {
	ID     string       `json:"id"`
	Object string       `json:"object"`
	Delta  messageDelta `json:"delta"`
}

type messageDelta struct {
	Role    string    `json:"role"`
	Content []content `json:"content"`
}
