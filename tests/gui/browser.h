// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QObject>
#include <QUrl>

namespace chartwright_test {

// Stands in for the browser, as a handler of QDesktopServices: what was opened.
class Browser : public QObject
{
    Q_OBJECT
public slots:
    void open(const QUrl &url) { opened.append(url); }

public:
    QList<QUrl> opened;
};

} // namespace chartwright_test
