// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>

namespace chartwright {

/// What a drawing holds in place of a secret's value, "v7k2q9xm": `v` and seven random letters or
/// digits that are not mistaken for each other. Any thread.
QString newValueId();
bool isValueId(QStringView text);

} // namespace chartwright
