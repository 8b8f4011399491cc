// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chart/chart_files.h"

#include <QTemporaryDir>

namespace chartwright_test {

// A drawing's chart as files, in a folder of the chart's name.
class ChartFolder
{
public:
    explicit ChartFolder(const chartwright::Topology &topology);

    QString path() const { return m_path; }
    QString problem() const { return m_problem; }
    void keep() { m_dir.setAutoRemove(false); }

private:
    QTemporaryDir m_dir;
    QString m_path, m_problem;
};

// The output of `helm template`: helm 4 leaves the newline at the end of each file where it is.
QByteArray asHelm3(QByteArray stream);
// Where two objects differ first, for a message.
QString firstDifference(const chartwright::Value &ours, const chartwright::Value &theirs,
                        const QString &path = {});

} // namespace chartwright_test
