// SPDX-License-Identifier: Apache-2.0
#include "bench/bench.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTextStream>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <malloc.h>
#include <unistd.h>

namespace chartwright_test {

namespace {

double milliseconds(clockid_t clock)
{
    timespec now{};
    clock_gettime(clock, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

} // namespace

double cpuMilliseconds() { return milliseconds(CLOCK_PROCESS_CPUTIME_ID); }
double threadMilliseconds() { return milliseconds(CLOCK_THREAD_CPUTIME_ID); }

double Measure::percentile(const QList<double> &sorted, double p)
{
    if (sorted.isEmpty())
        return 0;
    return sorted[std::min(sorted.size() - 1, qsizetype(std::ceil(p * double(sorted.size()))) - 1)];
}

void Bench::measure(int nodes, const QString &name, double target, int runs,
                    const std::function<void()> &run, const std::function<void()> &prepare)
{
    if (!name.contains(m_only))
        return;
    Measure m{nodes, name, {}, target, {}, QStringLiteral("ms")};
    for (int i = -1; i < runs; ++i) {
        if (prepare)
            prepare();
        QElapsedTimer timer;
        const double cpu = cpuMilliseconds();
        timer.start();
        run();
        if (i >= 0) {
            m.times.append(double(timer.nsecsElapsed()) / 1e6);
            m.cpu.append(cpuMilliseconds() - cpu);
        }
    }
    std::sort(m.times.begin(), m.times.end());
    std::sort(m.cpu.begin(), m.cpu.end());
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

double Bench::growth(const Measure &measure) const
{
    const Measure *before = nullptr;
    for (const Measure &m : m_measures) {
        if (m.name == measure.name && m.nodes < measure.nodes &&
            (!before || m.nodes > before->nodes))
            before = &m;
    }
    return before && before->percentile(0.5) > 0 ? measure.percentile(0.5) / before->percentile(0.5)
                                                 : 0;
}

QString Bench::table() const
{
    QString out = QStringLiteral("| Nodes | What | p50 | p95 | CPU p50 | Growth | Target p95 | |\n"
                                 "|---:|---|---:|---:|---:|---:|---:|---|\n");
    const auto number = [](double value) {
        return QString::number(value, 'f', value < 10 ? 2 : value < 100 ? 1 : 0);
    };
    for (const Measure &m : m_measures) {
        const double p95 = m.percentile(0.95), grown = growth(m);
        const QString judged = m.target <= 0     ? QString()
                               : p95 <= m.target ? QStringLiteral("met")
                                                 : QStringLiteral("missed");
        out += QStringLiteral("| %1 | %2 | %3 %9 | %4 %9 | %5 | %6 | %7 | %8 |\n")
                   .arg(QString::number(m.nodes), m.name, number(m.percentile(0.5)), number(p95),
                        m.cpu.isEmpty() ? QString() : number(Measure::percentile(m.cpu, 0.5)),
                        grown > 0 ? QStringLiteral("× ") + number(grown) : QString(),
                        m.target > 0 ? QString::number(m.target) : QString(), judged, m.unit);
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
                                 {QStringLiteral("unit"), m.unit},
                                 {QStringLiteral("p50"), m.percentile(0.5)},
                                 {QStringLiteral("p95"), m.percentile(0.95)},
                                 {QStringLiteral("cpu_p50"), Measure::percentile(m.cpu, 0.5)},
                                 {QStringLiteral("growth"), growth(m)},
                                 {QStringLiteral("target_p95"), m.target}});
    }
    QFile out(file);
    return out.open(QIODevice::WriteOnly) && out.write(QJsonDocument(array).toJson()) > 0;
}

int runBench(QCoreApplication &app, const std::function<void(Bench &, int)> &measure,
             const std::function<QString(int)> &afterwards)
{
    QCommandLineParser parser;
    const QCommandLineOption json(QStringLiteral("json"), QStringLiteral("Also as JSON."),
                                  QStringLiteral("file"));
    const QCommandLineOption only(QStringLiteral("only"),
                                  QStringLiteral("Only what has this in its name."),
                                  QStringLiteral("word"));
    parser.addOptions({json, only});
    parser.process(app);
    QList<int> sizes;
    for (const QString &n : parser.positionalArguments())
        sizes.append(n.toInt());
    if (sizes.isEmpty())
        sizes = {100, 1000, 10000};
    Bench bench;
    bench.setOnly(parser.value(only));
    for (const int nodes : std::as_const(sizes))
        measure(bench, nodes);
    QTextStream(stdout) << bench.table() << (afterwards ? afterwards(sizes.last()) : QString());
    return parser.isSet(json) && !bench.writeJson(parser.value(json)) ? 1 : 0;
}

double residentMegabytes()
{
    malloc_trim(0);
    QFile statm(QStringLiteral("/proc/self/statm"));
    if (!statm.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> fields = statm.readAll().split(' ');
    return fields.value(1).toDouble() * double(sysconf(_SC_PAGESIZE)) / (1024 * 1024);
}

} // namespace chartwright_test
