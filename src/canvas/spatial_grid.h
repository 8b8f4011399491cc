// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QHash>
#include <QRectF>
#include <cmath>
#include <vector>

namespace chartwright {

/// Which of many small things lie near a rectangle: their numbers, by square cells. What is found
/// may lie a cell away; the caller looks closer.
class SpatialGrid
{
public:
    void clear() { m_cells.clear(); }

    void insert(int number, const QRectF &rect)
    {
        eachCell(rect, [&](quint64 key) {
            std::vector<int> &cell = m_cells[key];
            if (cell.empty() || cell.back() != number)
                cell.push_back(number);
        });
    }

    /// With the rectangle that it was inserted with.
    void remove(int number, const QRectF &rect)
    {
        eachCell(rect, [&](quint64 key) {
            const auto it = m_cells.find(key);
            if (it == m_cells.end())
                return;
            std::erase(*it, number);
            if (it->empty())
                m_cells.remove(key);
        });
    }

    /// Calls `visit` once for each number; it returns false to stop.
    template <class Visit> void query(const QRectF &rect, int count, Visit visit) const
    {
        if (int(m_seen.size()) < count)
            m_seen.resize(size_t(count), 0);
        const unsigned now = ++m_round;
        bool more = true;
        eachCell(rect, [&](quint64 key) {
            const auto it = more ? m_cells.constFind(key) : m_cells.cend();
            if (it == m_cells.cend())
                return;
            for (const int number : *it) {
                if (more && m_seen[size_t(number)] != now) {
                    m_seen[size_t(number)] = now;
                    more = visit(number);
                }
            }
        });
    }

private:
    static constexpr double Cell = 512;

    template <class Visit> void eachCell(const QRectF &r, Visit visit) const
    {
        const int left = int(std::floor(r.left() / Cell)),
                  right = int(std::floor(r.right() / Cell));
        const int top = int(std::floor(r.top() / Cell)),
                  bottom = int(std::floor(r.bottom() / Cell));
        for (int y = top; y <= bottom; ++y) {
            for (int x = left; x <= right; ++x)
                visit(quint64(quint32(x)) << 32 | quint32(y));
        }
    }

    QHash<quint64, std::vector<int>> m_cells;
    mutable std::vector<unsigned> m_seen; ///< by number: the round that met it
    mutable unsigned m_round = 0;
};

} // namespace chartwright
