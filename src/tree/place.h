// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tree/path.h"

namespace chartwright {

/// Where a walk stands: a chain of frames on the stack, made a Path only where one is asked for. A
/// frame keeps references to what it is made of.
class Place
{
public:
    Place() = default;
    Place(const Place &parent, const QString &key) : m_parent(&parent), m_key(&key) {}
    Place(const Place &parent, const Path &tail) : m_parent(&parent), m_tail(&tail) {}
    /// An item of the list that stands at `parent`.
    Place(const Place &parent, const List &list, qsizetype index)
        : m_parent(&parent), m_list(&list), m_index(index)
    {
    }

    Path path() const;

private:
    QStringView lastKey() const;

    const Place *m_parent = nullptr;
    const QString *m_key = nullptr;
    const Path *m_tail = nullptr;
    const List *m_list = nullptr;
    qsizetype m_index = -1;
};

} // namespace chartwright
