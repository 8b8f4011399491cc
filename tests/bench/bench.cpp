// SPDX-License-Identifier: Apache-2.0
#include "bench/bench.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>
#include <unistd.h>

namespace chartwright_test
{

double Measure::percentile(double p) const
{
    if (times.isEmpty())
        return 0;
    return times[std::min(times.size() - 1, qsizetype(std::ceil(p * double(times.size()))) - 1)];
}

void Bench::measure(int nodes, const QString &name, double target, int runs,
                    const std::function<void()> &run, const std::function<void()> &prepare)
{
    Measure m{nodes, name, {}, target};
    for (int i = -1; i < runs; ++i) {
        if (prepare)
            prepare();
        QElapsedTimer timer;
        timer.start();
        run();
        if (i >= 0)
            m.times.append(double(timer.nsecsElapsed()) / 1e6);
    }
    std::sort(m.times.begin(), m.times.end());
    m_measures.append(std::move(m));
}

const Measure *Bench::find(const QString &name, int nodes) const
{
    const auto it = std::find_if(m_measures.begin(), m_measures.end(), [&](const Measure &m) {
        return m.name == name && m.nodes == nodes;
    });
    return it == m_measures.end() ? nullptr : &*it;
}

double Bench::ratio(const QString &name, const QString &baseline, int nodes) const
{
    const Measure *a = find(name, nodes), *b = find(baseline, nodes);
    return a && b && b->percentile(0.5) > 0 ? a->percentile(0.5) / b->percentile(0.5) : 0;
}

QString Bench::table() const
{
    QString out = QStringLiteral("| nodes | what | p50 ms | p95 ms | target p95 | |\n|---:|---|---:|---:|---:|---|\n");
    for (const Measure &m : m_measures) {
        const double p95 = m.percentile(0.95);
        out += QStringLiteral("| %1 | %2 | %3 | %4 | %5 | %6 |\n")
                   .arg(m.nodes)
                   .arg(m.name)
                   .arg(m.percentile(0.5), 0, 'f', 2)
                   .arg(p95, 0, 'f', 2)
                   .arg(m.target > 0 ? QString::number(m.target) : QString())
                   .arg(m.target <= 0 ? QString()
                                      : p95 <= m.target ? QStringLiteral("met") : QStringLiteral("missed"));
    }
    for (const QString &note : m_notes)
        out += QStringLiteral("\n") + note + QStringLiteral("\n");
    return out;
}

bool Bench::writeJson(const QString &file) const
{
    QJsonArray array;
    for (const Measure &m : m_measures) {
        array.append(QJsonObject{{QStringLiteral("nodes"), m.nodes},
                                 {QStringLiteral("name"), m.name},
                                 {QStringLiteral("p50_ms"), m.percentile(0.5)},
                                 {QStringLiteral("p95_ms"), m.percentile(0.95)},
                                 {QStringLiteral("target_p95_ms"), m.target}});
    }
    QFile out(file);
    return out.open(QIODevice::WriteOnly) &&
           out.write(QJsonDocument(array).toJson()) > 0;
}

double residentMegabytes()
{
    QFile statm(QStringLiteral("/proc/self/statm"));
    if (!statm.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> fields = statm.readAll().split(' ');
    return fields.value(1).toDouble() * double(sysconf(_SC_PAGESIZE)) / (1024 * 1024);
}

} // namespace chartwright_test
