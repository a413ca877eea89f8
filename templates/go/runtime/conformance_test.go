package specloom

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// The conformance vectors: SPECLOOM_VECTORS names their folder, SPECLOOM_SPEC the spec with its examples and streams.
// Without them the checkout around this module is looked at; outside of one these tests are skipped.

// With SPECLOOM_REPORT naming a file, what has passed is written there as JSON.

type report struct {
	Language string   `json:"language"`
	Vectors  int      `json:"vectors"`
	Skipped  []string `json:"skipped"` // ids of vectors that need what the language lacks
	Accepted int      `json:"accepted"`
	Refused  int      `json:"refused"`
	Streams  int      `json:"streams"`
}

var passed = report{Language: "Go", Skipped: []string{}}

func TestMain(m *testing.M) {
	code := m.Run()
	if path := os.Getenv("SPECLOOM_REPORT"); path != "" {
		data, err := json.Marshal(passed)
		if err == nil {
			err = os.WriteFile(path, append(data, '\n'), 0o644)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "SPECLOOM_REPORT:", err)
			code = 1
		}
	}
	os.Exit(code)
}

func folder(t *testing.T, variable string, beside ...string) string {
	t.Helper()
	path := os.Getenv(variable)
	if path == "" {
		path = filepath.Join(append([]string{"..", ".."}, beside...)...)
	}
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no folder %s; %s names another", path, variable)
	}
	return path
}

func TestVectors(t *testing.T) {
	root := folder(t, "SPECLOOM_VECTORS", "tests", "vectors")
	files, err := filepath.Glob(filepath.Join(root, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no vectors in %s (%v)", root, err)
	}
	for _, file := range files {
		if filepath.Base(file) == "schema.json" {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range mustParse(t, data).([]any) {
			all := item.(object)
			good := t.Run(all["id"].(string), func(t *testing.T) {
				v := vector{t: t, all: all, source: write(nil, all)}
				v.run()
				if !equal(all, mustParse(t, v.source)) {
					t.Error("an input was changed")
				}
			})
			if good {
				passed.Vectors++
			}
		}
	}
}

func mustParse(t *testing.T, data []byte) any {
	t.Helper()
	value, err := parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestExamples(t *testing.T) {
	root := folder(t, "SPECLOOM_SPEC", "spec")
	files, _ := filepath.Glob(filepath.Join(root, "examples", "*", "*", "*.json"))
	for _, file := range files {
		verdict := filepath.Base(filepath.Dir(file))
		name := filepath.Base(filepath.Dir(filepath.Dir(file)))
		good := t.Run(name+"/"+filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			codec, ok := Codecs[name]
			if !ok {
				t.Fatalf("no type %q", name)
			}
			if verdict == "accept" {
				isAccepted(t, codec, data)
			} else {
				isRefused(t, codec, mustParse(t, data).(object))
			}
		})
		switch {
		case good && verdict == "accept":
			passed.Accepted++
		case good:
			passed.Refused++
		}
	}
}

func isAccepted(t *testing.T, codec Codec, data []byte) {
	value, err := codec.DecodeStrict(data)
	if err != nil {
		t.Fatal(err)
	}
	written, err := codec.Encode(value)
	if err != nil || !equal(mustParse(t, written), mustParse(t, data)) {
		t.Errorf("written again as %s (%v)", written, err)
	}
}

func isRefused(t *testing.T, codec Codec, reject object) {
	var refused *DecodeError
	if _, err := codec.DecodeStrict(write(nil, reject["payload"])); !errors.As(err, &refused) {
		t.Fatalf("not refused: %v", err)
	}
	for _, problem := range refused.Problems {
		if problem.Pointer == reject["pointer"] {
			return
		}
	}
	t.Errorf("refused at other places than %v: %v", reject["pointer"], refused)
}

func TestStreams(t *testing.T) {
	root := folder(t, "SPECLOOM_SPEC", "spec")
	files, _ := filepath.Glob(filepath.Join(root, "streams", "*", "events.sse"))
	for _, file := range files {
		good := true
		for _, size := range []int{1, 7, 4096} {
			name := filepath.Base(filepath.Dir(file)) + "/" + formatInt(int64(size))
			good = t.Run(name, func(t *testing.T) { replay(t, file, size) }) && good
		}
		if good {
			passed.Streams++
		}
	}
}

func replay(t *testing.T, file string, size int) {
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	final, err := os.ReadFile(filepath.Join(filepath.Dir(file), "final.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range streamsByName {
		g := newGathering(table, Lenient)
		var reader EventReader
		for rest := body; len(rest) > 0; rest = rest[min(size, len(rest)):] {
			for _, event := range reader.Feed(rest[:min(size, len(rest))]) {
				if _, err := g.pushSent(event); err != nil {
					t.Fatal(err)
				}
			}
		}
		got, want := g.snapshot(), mustParse(t, final).(object)
		for name, value := range want {
			if !equal(got[name], value) {
				t.Errorf("%s is %s", name, write(nil, got[name]))
			}
		}
	}
}
