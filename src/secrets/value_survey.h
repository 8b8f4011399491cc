// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "secrets/secret_index.h"

namespace chartwright {

/// Who needs a value that the index lists.
enum class ValueUse {
    Open,       ///< the open drawing
    Elsewhere,  ///< another drawing, or work that was not saved
    Undo,       ///< nobody but the history of the open drawing
    Unreadable, ///< a drawing that cannot be read now may, or a program without autosave
    None,       ///< no drawing
    Gone,       ///< no drawing, and the file that it was set in is gone: deleted, or moved
};
constexpr bool isOrphan(ValueUse use) { return use == ValueUse::None || use == ValueUse::Gone; }

struct SurveyedValue
{
    IndexEntry entry;
    ValueUse use = ValueUse::None;
    friend bool operator==(const SurveyedValue &, const SurveyedValue &) = default;
};

/// The ids that the open drawing holds, and those that its history does.
struct OpenDrawing
{
    QSet<QString> now, history;
};

/// Reads each drawing that an entry names, and all work that was not saved; keeps the order. For a
/// worker: it takes as long as opening them all.
QList<SurveyedValue> surveyValues(const QList<IndexEntry> &entries, const OpenDrawing &open);

} // namespace chartwright
