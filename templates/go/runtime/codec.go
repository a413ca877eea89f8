package specloom

import "fmt"

// Codec reads and writes one type of the spec, for tools that work by name.
type Codec struct {
	shape   *shape
	decode  func(data []byte) (any, error)
	encode  func(w *writer, value any) bool
	sending bool
}

// Decode reads JSON text leniently: what does not fit is kept as it came.
func (c Codec) Decode(data []byte) (any, error) { return c.decode(data) }

// DecodeStrict reads JSON text that has to be what its type says; a *DecodeError lists all that is not.
func (c Codec) DecodeStrict(data []byte) (any, error) {
	value, err := parse(data)
	if err != nil {
		return nil, err
	}
	if found := c.shape.problems(value); len(found) > 0 {
		return nil, &DecodeError{found}
	}
	return c.decode(data)
}

// Encode writes a value of the type that Decode gives. What is sent to a server has to be what the spec allows; an
// *EncodeError lists all that is not. What comes from a server is written as it is.
func (c Codec) Encode(value any) ([]byte, error) {
	var w writer
	if !c.encode(&w, value) {
		return nil, fmt.Errorf("cannot encode a %T with this codec", value)
	}
	if c.sending {
		return checked(w.done(), c.shape)
	}
	return w.done(), nil
}

// Problems lists what is wrong with a document, read as this type.
func (c Codec) Problems(data []byte) ([]Problem, error) {
	value, err := parse(data)
	if err != nil {
		return nil, err
	}
	return c.shape.problems(value), nil
}

func codecOf[T any](s *shape, read func(*cursor) T, write func(*writer, T), sending bool) Codec {
	return Codec{
		shape:  s,
		decode: func(data []byte) (any, error) { return from(data, read) },
		encode: func(w *writer, value any) bool {
			typed, ok := value.(T)
			if ok {
				write(w, typed)
			}
			return ok
		},
		sending: sending,
	}
}
