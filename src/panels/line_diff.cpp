// SPDX-License-Identifier: Apache-2.0
#include "panels/line_diff.h"

#include <QHash>
#include <vector>

namespace chartwright {
namespace {

/// What is kept grows with its square.
constexpr int MostSteps = 1000;

/// The furthest `x` reached on each diagonal, for each number of steps.
struct Trace
{
    std::vector<std::vector<int>> rounds;
    // A diagonal is at most as far below zero as the round.
    int at(int round, int diagonal) const { return rounds[size_t(round)].data()[diagonal + round]; }
    void reach(int round, int diagonal, int x)
    {
        rounds[size_t(round)].data()[diagonal + round] = x;
    }
};

QList<int> range(int from, int to)
{
    QList<int> out;
    for (int i = from; i < to; ++i)
        out.append(i);
    return out;
}

/// Where the step to (x, y) came from: from the diagonal above, by taking a line out, or from the
/// one below, by putting one in.
bool putsIn(const Trace &trace, int round, int diagonal)
{
    return diagonal == -round || (diagonal != round && trace.at(round - 1, diagonal - 1) <
                                                           trace.at(round - 1, diagonal + 1));
}

} // namespace

QList<int> changedLines(const QString &before, const QString &now)
{
    QHash<QStringView, int> numbers;
    const auto numbered = [&](const QString &text) {
        std::vector<int> out;
        for (const QStringView line : QStringView(text).split(u'\n')) {
            const auto it = numbers.constFind(line);
            out.push_back(it != numbers.cend() ? *it : *numbers.insert(line, int(numbers.size())));
        }
        return out;
    };
    const std::vector<int> a = numbered(before), b = numbered(now);
    int head = 0, aEnd = int(a.size()), bEnd = int(b.size());
    while (head < std::min(aEnd, bEnd) && a[size_t(head)] == b[size_t(head)])
        ++head;
    while (aEnd > head && bEnd > head && a[size_t(aEnd) - 1] == b[size_t(bEnd) - 1]) {
        --aEnd;
        --bEnd;
    }
    const auto lineOf = [head](const std::vector<int> &lines, int i) {
        return lines.data()[head + i];
    };
    const int width = aEnd - head, height = bEnd - head;
    if (width == 0 || height == 0)
        return range(head, bEnd);

    // Myers: rounds of one more line put in or taken out, until the ends meet.
    Trace trace;
    int steps = -1;
    for (int round = 0; round <= std::min(MostSteps, width + height) && steps < 0; ++round) {
        trace.rounds.emplace_back(2 * size_t(round) + 1, 0);
        for (int k = -round; k <= round; k += 2) {
            int x = 0;
            if (round > 0)
                x = putsIn(trace, round, k) ? trace.at(round - 1, k + 1)
                                            : trace.at(round - 1, k - 1) + 1;
            while (x < width && x - k < height && lineOf(a, x) == lineOf(b, x - k))
                ++x;
            trace.reach(round, k, x);
            if (x >= width && x - k >= height)
                steps = round;
        }
    }
    if (steps < 0)
        return range(head, bEnd);
    QList<int> out;
    int k = width - height;
    for (int round = steps; round > 0; --round) {
        if (putsIn(trace, round, k)) {
            ++k;
            out.prepend(head + trace.at(round - 1, k) - k);
        } else {
            --k;
        }
    }
    return out;
}

} // namespace chartwright
