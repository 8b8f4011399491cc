// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QLocale>

namespace chartwright {

/// Loads the texts for a language, ours and Qt's. Before the first text is asked for, since kinds
/// keep theirs. English is always there, for its plurals.
void installTranslations(const QLocale &locale);

} // namespace chartwright
