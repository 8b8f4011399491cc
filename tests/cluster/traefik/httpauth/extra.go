// SPDX-License-Identifier: Apache-2.0
package auth

import "net/http"

func CheckSecret(password, secret string) bool { return password == secret }

func (a *DigestAuth) RequireAuthStale(w http.ResponseWriter, r *http.Request) { a.RequireAuth(w, r) }
