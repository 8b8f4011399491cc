// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QStringList>

namespace chartwright_test {

// tests/data/hard-strings.json: strings that YAML readers, Go templates and shells like to mangle.
QStringList hardStrings();

} // namespace chartwright_test
