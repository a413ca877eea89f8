package specloom

import "strconv"

// DeltaCode says what kind of fault a DeltaError is.
type DeltaCode string

const (
	CodeInvalidType          DeltaCode = "invalid_type"
	CodeMissingKey           DeltaCode = "missing_key"
	CodeBadKey               DeltaCode = "bad_key"
	CodeMissingDiscriminator DeltaCode = "missing_discriminator"
	CodeVariantConflict      DeltaCode = "variant_conflict"
	CodeUnknownVariant       DeltaCode = "unknown_variant"
	CodeConflict             DeltaCode = "conflict"
	CodeIndexGap             DeltaCode = "index_gap"
	CodeUnknownTarget        DeltaCode = "unknown_target"
	CodeDuplicateTarget      DeltaCode = "duplicate_target"
	CodeClosed               DeltaCode = "closed"
	CodeAfterDone            DeltaCode = "after_done"
	CodeTruncated            DeltaCode = "truncated"
	CodeInexpressible        DeltaCode = "inexpressible"
	CodeUnknownEvent         DeltaCode = "unknown_event" // a diagnostic only, never an error
)

// DeltaError says why a delta or an event does not fit what was gathered. The pointer leads into the delta (in
// streams: into the event; for gaps and for Diff: into the snapshot).
type DeltaError struct {
	Code    DeltaCode
	Pointer string
	Target  string // the id of the object in a stream
	Index   int    // position of the delta or event, counted from 0; -1 where there is none
}

func (e *DeltaError) Error() string {
	text := string(e.Code) + " at " + strconv.Quote(e.Pointer)
	if e.Index >= 0 {
		text += " (number " + strconv.Itoa(e.Index) + ")"
	}
	if e.Target != "" {
		text += " of " + strconv.Quote(e.Target)
	}
	return text
}

func refuse(code DeltaCode, at *place, steps ...string) *DeltaError {
	for _, name := range steps {
		at = at.member(name)
	}
	return &DeltaError{Code: code, Pointer: at.pointer(), Index: -1}
}

func formatInt(value int64) string { return strconv.FormatInt(value, 10) }
