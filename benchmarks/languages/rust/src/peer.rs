//! A message as people write it who derive serde: what has no field is lost.

use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
pub struct Message {
    pub id: String,
    pub object: String,
    pub created_at: i64,
    pub thread_id: String,
    pub status: Option<String>,
    pub incomplete_details: Option<IncompleteDetails>,
    pub completed_at: Option<i64>,
    pub incomplete_at: Option<i64>,
    pub role: String,
    pub content: Vec<Content>,
    pub assistant_id: Option<String>,
    pub run_id: Option<String>,
    pub attachments: Option<Vec<Attachment>>,
    pub metadata: Option<BTreeMap<String, String>>,
}

#[derive(Deserialize)]
pub struct IncompleteDetails {
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Content {
    Text { text: Text },
    ImageFile { image_file: ImageFile },
    ImageUrl { image_url: ImageUrl },
    Refusal { refusal: String },
}

#[derive(Deserialize)]
pub struct Text {
    pub value: String,
    pub annotations: Vec<Annotation>,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Annotation {
    FileCitation {
        text: String,
        start_index: i64,
        end_index: i64,
        file_citation: File,
    },
    FilePath {
        text: String,
        start_index: i64,
        end_index: i64,
        file_path: File,
    },
}

#[derive(Deserialize)]
pub struct File {
    pub file_id: String,
}

#[derive(Deserialize)]
pub struct ImageFile {
    pub file_id: String,
    pub detail: Option<String>,
}

#[derive(Deserialize)]
pub struct ImageUrl {
    pub url: String,
    pub detail: Option<String>,
}

#[derive(Deserialize)]
pub struct Attachment {
    pub file_id: Option<String>,
    pub tools: Option<Vec<Tool>>,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Tool {
    CodeInterpreter,
    FileSearch,
}
