// SPDX-License-Identifier: Apache-2.0
module tctraefik

go 1.26.0

require github.com/traefik/traefik/v3 v3.7.13

replace github.com/traefik/traefik/dynamic/ext => ./ext

replace github.com/go-acme/lego/v5 => ./lego

replace github.com/abbot/go-http-auth => ./httpauth

replace github.com/gorilla/mux => github.com/containous/mux v0.0.0-20250523120546-41b6ec3aed59
