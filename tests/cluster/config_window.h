// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/cluster_window.h"
#include "cluster/kubeconfigs.h"

#include <QTemporaryDir>

// The window with a kubeconfig that the test writes.
class ConfigWindow : public ClusterWindow
{
protected:
    void init() override;
    using Contexts = QList<chartwright_test::ConfigContext>;

    void setUp(const QString &prefix, const Contexts &contexts);
    QString file(const QString &name) const { return m_folder.filePath(name); }
    QString config() const { return file(QStringLiteral("config")); }
    void write(const Contexts &contexts);
    void write(const QByteArray &text);

    // The dialog of targets, opened by its key.
    QWidget *targets();
    // A context's row in it, by its name in the kubeconfig; null where there is none.
    QTreeWidgetItem *target(const QString &context);
    QString stateOf(const QString &context);
    QString note(); // on the row that is selected
    void pick(const QString &context);
    void use(const QString &context); // opens, picks, closes

    // By their keys, once nothing runs; compare() waits for the end.
    void compare();
    QWidget *askToApply();

    // Does what makes the program ask or tell something in a box, and presses a button of it. The
    // box keeps all else waiting, so what is to be looked at meanwhile, with its text, comes along.
    void answerBox(const std::function<void()> &act, const QString &button,
                   const std::function<void(QWidget *, const QString &)> &look = {});

private:
    QTemporaryDir m_folder;
};
