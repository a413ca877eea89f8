package specloom

import (
	"net/url"
	"strings"
)

// Operation is a call of the API. Query, Body, Response, Events and the values of Errors (by status) are names of
// types, as Codecs has them. Setting the member Trigger of the body to true asks for Events instead of Response.
type Operation struct {
	Name, Title, Description string
	Method, Path             string
	Params                   []string
	Query, Body              string
	BodyRequired             bool
	Response, Events         string
	Trigger                  string
	Errors                   map[int]string
	Headers                  map[string]string
	Paginated, Deprecated    bool
}

// URLPath is the path with the values of its parameters, escaped.
func (o Operation) URLPath(params map[string]string) string {
	path := o.Path
	for name, value := range params {
		path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(value))
	}
	return path
}
