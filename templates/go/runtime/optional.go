package specloom

import "encoding/json"

// Opt is a member that may be absent, null or a value. The zero Opt is absent.
type Opt[T any] struct {
	value T
	state uint8
}

// Some is an Opt with a value.
func Some[T any](value T) Opt[T] { return Opt[T]{value, 2} }

// Null is an Opt that is null.
func Null[T any]() Opt[T] { return Opt[T]{state: 1} }

// Get gives the value, and whether there is one.
func (o Opt[T]) Get() (T, bool) { return o.value, o.state == 2 }

// IsNull says whether the member is null.
func (o Opt[T]) IsNull() bool { return o.state == 1 }

// IsZero says whether the member is absent.
func (o Opt[T]) IsZero() bool { return o.state == 0 }

// held points to the value, if there is one.
func (o *Opt[T]) held() any {
	if o.state == 2 {
		return &o.value
	}
	return nil
}

// Ptr gives a pointer to a value, for optional members.
func Ptr[T any](value T) *T { return &value }

// Extra keeps what the fields of a struct cannot: members this version does not know and, after lenient decoding,
// members whose value did not fit (as they came) or that were missing though required (nil). A field that was set
// since wins over it.
type Extra map[string]json.RawMessage
