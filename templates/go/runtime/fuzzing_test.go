package specloom

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// fuzzCodec makes sure that a decoder takes any bytes, and that what it takes is written again as it was.
func fuzzCodec[T any](f *testing.F, decode func([]byte) (T, error)) {
	for _, seed := range []string{"{}", "[]", `""`, "null", `{"type":"text","index":0}`, "{}\x00", `{"a":1,"a":[2]}`} {
		f.Add([]byte(seed))
	}
	if files, err := filepath.Glob(filepath.Join(os.Getenv("SPECLOOM_SPEC"), "examples", "*", "accept", "*.json")); err == nil {
		for i := 0; i < len(files); i += 10 {
			if data, err := os.ReadFile(files[i]); err == nil {
				f.Add(data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		value, err := decode(data)
		if err != nil {
			return
		}
		var w writer
		writeUnion(&w, any(value))
		if known, ok := any(&value).(writable); ok {
			w.out = w.out[:0]
			known.writeTo(&w)
		} else if _, ok := any(value).(writable); !ok {
			return
		}
		before, err := parse(data)
		if err != nil {
			t.Fatalf("%q was taken: %v", data, err)
		}
		again, err := parse(w.done())
		if err != nil {
			t.Fatalf("%q became %q: %v", data, w.out, err)
		}
		if !equal(before, again) && !hasFractions(before) {
			t.Fatalf("%q became %q", data, w.out)
		}
	})
}

// hasFractions says whether a number may have lost digits that floating point does not hold.
func hasFractions(value any) bool {
	switch value := value.(type) {
	case number:
		return len(value) > 15 || strings.ContainsAny(string(value), ".eE")
	case []any:
		return slices.ContainsFunc(value, hasFractions)
	case object:
		for _, part := range value {
			if hasFractions(part) {
				return true
			}
		}
	}
	return false
}
