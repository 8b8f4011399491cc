// SPDX-License-Identifier: Apache-2.0
package ext

// stubs: the real package is a nested module that is not in the zip of traefik/v3
type HTTP struct{}

func (in *HTTP) DeepCopyInto(out *HTTP) { *out = *in }

type Router struct{}

func (in *Router) DeepCopyInto(out *Router) { *out = *in }
