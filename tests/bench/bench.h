// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QList>
#include <QString>
#include <functional>

namespace chartwright_test
{

// One measured thing: its times in milliseconds, sorted.
struct Measure
{
    int nodes;
    QString name;
    QList<double> times;
    double target = 0; // of the p95, in ms; 0: none
    double percentile(double p) const;
};

class Bench
{
public:
    // Runs once to warm up, then `runs` times. `prepare` is not timed.
    void measure(int nodes, const QString &name, double target, int runs,
                 const std::function<void()> &run, const std::function<void()> &prepare = {});
    void add(Measure measure) { m_measures.append(std::move(measure)); }
    // The last measure's median over another's, in the same run.
    double ratio(const QString &name, const QString &baseline, int nodes) const;
    void note(const QString &text) { m_notes.append(text); }
    // A table of Markdown; JSON where a file is named.
    QString table() const;
    bool writeJson(const QString &file) const;

private:
    const Measure *find(const QString &name, int nodes) const;

    QList<Measure> m_measures;
    QStringList m_notes;
};

// Resident memory of this process in MB.
double residentMegabytes();

} // namespace chartwright_test
