// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QList>
#include <QString>
#include <functional>

class QCoreApplication;

namespace chartwright_test {

// One measured thing: its times in milliseconds (or what `unit` says), sorted.
struct Measure
{
    int nodes;
    QString name;
    QList<double> times;
    double target = 0;      // of the p95; 0: none
    QList<double> cpu = {}; // of this process, sorted: what a busy machine does not change much
    QString unit = QStringLiteral("ms");

    double percentile(double p) const { return percentile(times, p); }
    static double percentile(const QList<double> &sorted, double p);
};

class Bench
{
public:
    // Skips measures that do not have this in their names; for profiling.
    void setOnly(const QString &word) { m_only = word; }
    // Runs once to warm up, then `runs` times. `prepare` is not timed.
    void measure(int nodes, const QString &name, double target, int runs,
                 const std::function<void()> &run, const std::function<void()> &prepare = {});
    void add(Measure measure) { m_measures.append(std::move(measure)); }
    // One value instead of times, such as memory.
    void record(int nodes, const QString &name, double target, double value, const QString &unit)
    {
        add({nodes, name, {value}, target, {}, unit});
    }
    // The last measure's median over another's, in the same run.
    double ratio(const QString &name, const QString &baseline, int nodes) const;
    void note(const QString &text) { m_notes.append(text); }
    // A table of Markdown, with how much dearer each thing is than at the size before; JSON where a
    // file is named.
    QString table() const;
    bool writeJson(const QString &file) const;

private:
    const Measure *find(const QString &name, int nodes) const;
    double growth(const Measure &measure) const; // 0: nothing to compare with

    QList<Measure> m_measures;
    QStringList m_notes;
    QString m_only;
};

// The main() of a bench: "[--json FILE] [--only WORD] [NODES …]", by default 100, 1,000 and 10,000
// nodes; the table goes to standard output, and after it what `afterwards` says of the last size.
int runBench(QCoreApplication &app, const std::function<void(Bench &, int)> &measure,
             const std::function<QString(int)> &afterwards = {});

// What this process, or this thread alone, has computed so far.
double cpuMilliseconds();
double threadMilliseconds();
// Resident memory of this process in MB, what was freed left out.
double residentMegabytes();

} // namespace chartwright_test
