//! What people write with the crate, as another crate sees it.

use serde_json::{json, Value};
use std::collections::BTreeMap;
use threads_api::*;

fn message() -> Message {
    Message {
        id: "msg_1".into(),
        role: MessageRole::Assistant,
        content: vec![TextContentBlock::default().into()],
        ..Default::default()
    }
}

fn piece(text: &str) -> MessageDelta {
    let block = TextDeltaBlock {
        index: 0,
        text: Some(TextDelta {
            value: Some(text.into()),
            ..Default::default()
        }),
        ..Default::default()
    };
    MessageDelta {
        content: Some(vec![block.into()]),
        ..Default::default()
    }
}

fn text(message: &Message) -> &str {
    match &message.content[0] {
        MessageContent::Text(block) => &block.text.value,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_message_is_written_with_its_constants() {
    let value = message().encode().unwrap();
    assert_eq!(value["object"], Message::OBJECT);
    assert_eq!(
        value["content"],
        json!([{"type": "text", "text": {"value": "", "annotations": []}}])
    );
    assert_eq!(
        Message::from_json(value.to_string(), Mode::Lenient).unwrap(),
        message()
    );
}

#[test]
fn lenient_reading_keeps_everything() {
    let value = json!({"id": 7, "content": [{"type": "hologram", "x": 1}, 5], "colour": "red", "object": "thread"});
    let mut message = Message::decode(value.clone(), Mode::Lenient).unwrap();
    assert_eq!(message.encode().unwrap(), value);
    assert_eq!(message.extra.get("colour"), Some(&json!("red")));
    assert_eq!(message.content[0].tag(), "hologram");
    let pointers: Vec<String> = message
        .problems()
        .into_iter()
        .map(|problem| problem.pointer)
        .collect();
    assert!(["/id", "/content/1", "/object", "/role"]
        .iter()
        .all(|at| pointers.contains(&at.to_string())));
    message.id = "msg_1".into();
    assert_eq!(
        message.encode().unwrap()["id"],
        "msg_1",
        "a field that is set wins over what was read"
    );
    let error = Message::decode(value, Mode::Strict).unwrap_err();
    assert_eq!(error.problems.len(), pointers.len());
    assert!(
        error.to_string().contains("/content/1: expected an object"),
        "{error}"
    );
}

#[test]
fn what_is_no_object_at_all_is_kept_or_refused() {
    let message = Message::decode(json!([1]), Mode::Lenient).unwrap();
    assert_eq!(message.encode().unwrap(), json!([1]));
    assert!(Message::decode(json!([1]), Mode::Strict).is_err());
    assert!(MessageRole::decode(json!(5), Mode::Lenient).is_err());
    assert!(Message::from_json("{", Mode::Lenient)
        .unwrap_err()
        .to_string()
        .contains("no JSON"));
}

#[test]
fn absent_null_and_a_value_are_three_things() {
    for value in [
        json!({}),
        json!({"metadata": null}),
        json!({"metadata": {"a": "b"}}),
    ] {
        let request = ModifyThreadRequest::decode(value.clone(), Mode::Strict).unwrap();
        assert_eq!(request.encode().unwrap(), value);
    }
    let request = ModifyThreadRequest {
        metadata: Patch::Null,
        ..Default::default()
    };
    assert_eq!(request.to_json().unwrap(), r#"{"metadata":null}"#);
    assert!(request.metadata.is_null() && Patch::<i64>::default().is_absent());
    assert_eq!(Patch::from(3).value(), Some(&3));
}

#[test]
fn what_the_spec_forbids_is_not_sent() {
    let mut request = CreateMessageRequest {
        role: MessageRole::User,
        ..Default::default()
    };
    let error = request.encode().unwrap_err();
    assert_eq!(error.problems[0].pointer, "/content");
    assert!(serde_json::to_string(&request).is_err(), "nor by serde");
    request.content = "Hello".to_owned().into();
    assert_eq!(
        serde_json::to_value(&request).unwrap(),
        json!({"role": "user", "content": "Hello"})
    );
    let notes: BTreeMap<String, String> = [("k".to_owned(), "v".repeat(513))].into();
    request.metadata = Patch::Value(notes);
    assert_eq!(
        request.encode().unwrap_err().problems[0].pointer,
        "/metadata/k"
    );
}

#[test]
fn choices_keep_what_they_do_not_know() {
    let role = MessageRole::from("narrator");
    assert_eq!(role, MessageRole::Other("narrator".into()));
    assert_eq!(
        (role.as_str(), role.to_string()),
        ("narrator", "narrator".to_owned())
    );
    assert!(MessageRole::KNOWN.contains(&"assistant"));
}

#[test]
fn models_live_in_structs_of_others() {
    let wrapped: BTreeMap<String, Vec<Message>> =
        serde_json::from_value(json!({"all": [message().encode().unwrap()]})).unwrap();
    assert_eq!(
        serde_json::to_value(&wrapped).unwrap()["all"][0]["id"],
        "msg_1"
    );
}

#[test]
fn an_accumulator_is_always_readable() {
    let mut accumulator = MessageAccumulator::new(&message(), Mode::Strict);
    for (word, sofar) in [
        ("On ", "On "),
        ("rain", "On rain"),
        ("", "On rain"),
        ("!", "On rain!"),
    ] {
        accumulator.push(&piece(word)).unwrap();
        assert_eq!(text(accumulator.current()), sofar);
    }
    let before = accumulator.snapshot();
    let error = accumulator.push(&MessageDelta {
        role: Some(MessageRole::User),
        ..Default::default()
    });
    let error = error.unwrap_err();
    assert_eq!(
        (error.code, error.pointer.as_str(), error.index),
        (DeltaCode::Conflict, "/role", Some(4))
    );
    assert_eq!(error.to_string(), "conflict at \"/role\" (number 4)");
    accumulator.push(&piece("?")).unwrap();
    assert_eq!(
        (text(&before), text(accumulator.current())),
        ("On rain!", "On rain!?")
    );
    let whole = accumulator.compact().unwrap();
    assert_eq!(
        MessageDelta::merge(&message(), &[whole]).unwrap(),
        accumulator.finish().unwrap()
    );
    accumulator.mark();
    accumulator.push(&piece("¿")).unwrap();
    assert_eq!(accumulator.compact().unwrap(), piece("¿"));
}

#[test]
fn a_piece_is_told_from_texts_that_say_the_same() {
    let delta = |id: &str, arguments: &str| {
        let call =
            json!({"index": 0, "type": "function", "id": id, "function": {"arguments": arguments}});
        json!({"step_details": {"type": "tool_calls", "tool_calls": [call]}})
    };
    let mut typed = RunStepAccumulator::empty(Mode::Strict);
    let mut plain = RunStepAccumulator::empty(Mode::Strict);
    for (id, arguments) in [
        ("echo", ""),
        ("echo", "echo"),
        ("echo", "echo"),
        ("other", "echo"),
        ("echo", " and"),
        ("other", " and"),
        ("echo", "echo"),
        ("", " echo"),
        ("echo", " echo"),
    ] {
        let value = delta(id, arguments);
        let said = RunStepDelta::decode(value.clone(), Mode::Strict).unwrap();
        assert_eq!(typed.push(&said), plain.push_value(&value), "{value}");
        assert_eq!(typed.current(), plain.current(), "{value}");
    }
    let shown = typed.value();
    let call = &shown["step_details"]["tool_calls"][0];
    assert_eq!(
        (&call["id"], &call["function"]["arguments"]),
        (&json!("echo"), &json!("echoecho andecho echo echo"))
    );
}

#[test]
fn deltas_are_composed_cut_and_found() {
    let both = MessageDelta::compose(&[piece("On "), piece("rain")]).unwrap();
    assert_eq!(both, piece("On rain"));
    let pieces = both.chunk(3).unwrap();
    assert_eq!(pieces, [piece("On "), piece("rai"), piece("n")]);
    let after = MessageDelta::merge(&message(), &pieces).unwrap();
    assert_eq!(MessageDelta::diff(&message(), &after).unwrap(), both);
    assert_eq!(
        MessageDelta::diff(&after, &message()).unwrap_err().code,
        DeltaCode::Inexpressible
    );
    let sent = StreamAccumulator::message_events(&message(), &after).unwrap();
    let mut stream = StreamAccumulator::new(Mode::Strict);
    for event in &sent {
        stream.push(event).unwrap();
    }
    assert_eq!(stream.messages().get("msg_1"), Some(&after));
}

const BODY: &str = "event: thread.message.created\r\ndata: {\"id\":\"msg_1\",\"object\":\"thread.message\",\"content\":[]}\r\n\r\n\
    : a comment\nevent: thread.message.delta\ndata: {\"id\":\"msg_1\",\"delta\":{\"content\":\n\
    data: [{\"index\":0,\"type\":\"text\",\"text\":{\"value\":\"Grüße\"}}]}}\n\n\
    event: thread.message.paused\ndata: not JSON\n\nevent: done\ndata: [DONE]\n\nevent: cut\ndata: {";

#[test]
fn a_body_is_read_event_by_event() {
    for size in 1..BODY.len() {
        let mut reader = EventReader::new();
        let events: Vec<ServerSentEvent> = BODY
            .as_bytes()
            .chunks(size)
            .flat_map(|chunk| reader.feed(chunk))
            .collect();
        let names: Vec<&str> = events.iter().map(|event| event.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "thread.message.created",
                "thread.message.delta",
                "thread.message.paused",
                "done"
            ]
        );
        assert_eq!(events[1].line, 4);
        let mut stream = StreamAccumulator::new(Mode::Strict);
        let changes: Vec<StreamChange> = events
            .iter()
            .map(|event| stream.push_event(event).unwrap())
            .collect();
        assert_eq!(text(stream.messages().get("msg_1").unwrap()), "Grüße");
        assert_eq!(changes[1].created, ["/content/0"]);
        assert_eq!(changes[1].appended[0].pointer, "/content/0/text/value");
        assert_eq!(
            (changes[1].target, changes[1].id.as_deref()),
            (Some("messages"), Some("msg_1"))
        );
        assert_eq!(stream.diagnostics()[0].code, DeltaCode::UnknownEvent);
        assert!(stream.is_done() && stream.finish().is_ok());
    }
    let typed: Vec<AssistantStreamEvent> = StreamAccumulator::events(BODY.as_bytes())
        .map(Result::unwrap)
        .collect();
    assert!(matches!(
        typed[1],
        AssistantStreamEvent::ThreadMessageDelta(_)
    ));
    assert!(
        matches!(&typed[2], AssistantStreamEvent::Unknown(value) if value["data"] == "not JSON")
    );
}

/// Events that differ in their piece alone, spelled in every way, and some that only look like it.
fn spelled() -> Vec<String> {
    let around = |id: &str, quoted: &str| {
        format!(
            r#"{{"id": "{id}", "object": "thread.message.delta", "delta": {{"content": [{{"index": 0, "type": "text", "text": {{"value": {quoted}}}}}]}}}}"#
        )
    };
    let same = [
        r#""On ""#,
        r#""rain""#,
        r#""text""#,
        r#""value""#,
        r#""\n\u00e9\"""#,
        r#""""#,
        r#"" \\""#,
        r#""a", "annotations": []"#,
        r#""b""#,
        "  \"c\" ",
        r#""}]}""#,
        "null",
        r#""d""#,
        r#""e""#,
    ];
    let mut events: Vec<String> = same.iter().map(|piece| around("msg_1", piece)).collect();
    events.extend(["msg_2", "msg_1", "msg_2", "msg_2", "msg_2"].map(|id| around(id, r#""f""#)));
    events
}

#[test]
fn events_are_folded_alike_however_they_are_spelled() {
    let event = |name: &str, data: &str| format!("event: {name}\ndata: {data}\n\n");
    let created = |id: &str| event("thread.message.created", &json!({"id": id}).to_string());
    let mut body = created("msg_1") + &created("msg_2");
    for data in spelled() {
        body += &event("thread.message.delta", &data);
    }
    let [mut sent, mut typed, mut plain] = [(); 3].map(|()| StreamAccumulator::new(Mode::Strict));
    let mut grown = String::new();
    for event in EventReader::new().feed(body.as_bytes()) {
        let value = json!({"event": event.name, "data": serde_json::from_str::<Value>(&event.data).unwrap()});
        let change = plain.push_value(&value);
        let typed = typed.push(&StreamAccumulator::event_of(&event));
        assert_eq!(
            (&change, &change),
            (&sent.push_event(&event), &typed),
            "{event:?}"
        );
        for appended in change.into_iter().flat_map(|change| change.appended) {
            assert_eq!(appended.pointer, "/content/0/text/value");
            grown += &appended.text;
        }
        assert_eq!(sent.value(), plain.value());
    }
    assert_eq!(grown, "On raintextvalue\né\" \\abc}]}defffff");
    assert_eq!(
        (sent.value(), sent.messages().get("msg_1")),
        (plain.value(), typed.messages().get("msg_1"))
    );
}

#[test]
fn a_stream_tells_what_is_in_it() {
    let mut stream = StreamAccumulator::new(Mode::Strict);
    assert!(stream.messages().is_empty() && stream.thread().is_none());
    let broken = json!({"event": "error", "data": {"error": {"message": "no more"}}});
    stream.push_value(&broken).unwrap();
    assert_eq!(stream.error().unwrap()["message"], "no more");
    let early = json!({"event": "thread.message.delta", "data": {"id": "msg_9", "delta": {}}});
    let error = stream.push_value(&early).unwrap_err();
    assert_eq!(
        (error.code, error.target.as_deref()),
        (DeltaCode::UnknownTarget, Some("msg_9"))
    );
    assert_eq!(stream.finish().unwrap_err().code, DeltaCode::Truncated);
}

#[test]
fn types_and_calls_are_found_by_name() {
    let known = codec("Message").unwrap();
    assert_eq!(
        known.problems(&json!(5))[0].to_string(),
        "the document: expected an object"
    );
    assert!(codec("Massage").is_none());
    let call = OPERATIONS
        .iter()
        .find(|call| !call.params.is_empty())
        .unwrap();
    let values: Vec<(&str, &str)> = call.params.iter().map(|name| (*name, "a/b é{c}")).collect();
    let path = call.url_path(&values);
    assert!(
        path.contains("a%2Fb%20%C3%A9%7Bc%7D") && !path.contains('{'),
        "{path}"
    );
    assert_eq!(operation(call.name), Some(call));
}

#[test]
fn values_go_between_threads() {
    fn travels<T: Send + Sync>() {}
    travels::<Message>();
    travels::<MessageAccumulator>();
    travels::<StreamAccumulator>();
    travels::<DeltaError>();
    travels::<Value>();
}
