// SPDX-License-Identifier: Apache-2.0
module github.com/traefik/traefik/dynamic/ext

go 1.24
