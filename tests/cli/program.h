// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/topology.h"

#include <QByteArray>
#include <QStringList>

/// Runs the real chartwright-cli.
struct Output
{
    int code = -1;
    QByteArray out, err;
    QByteArray text() const { return "code " + QByteArray::number(code) + '\n' + out + err; }
};

Output runProgram(const QStringList &arguments, const QByteArray &input = {},
                  const QString &folder = {});
/// Saves a drawing as a project in the folder.
void saveTo(const QString &folder, const chartwright::Topology &topology);
/// The todo application with one field changed; a null value takes it away.
chartwright::Topology todoWith(QStringView kind, QStringView name, const QString &path,
                               const chartwright::Value &value);
