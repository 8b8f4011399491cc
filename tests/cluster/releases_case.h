// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/cluster_window.h"
#include "support/helm.h"

#include <QLabel>
#include <QPlainTextEdit>

// The window on releases under the mouse, and the terminal of somebody else.
class ReleasesCase : public ClusterWindow
{
protected:
    QStringList here() const;
    void upgradeByHand(const QStringList &more);
    // From the window, without the values of its Secret, which it asks for once.
    void deploy(bool isFirst);
    void open();
    QWidget *view() { return find<QWidget>(QStringLiteral("releasesWindow")); }
    template <class T> T *in(const QString &name) { return view()->findChild<T *>(name); }
    QString said(const QString &label) { return in<QLabel>(label)->text(); }
    QString shown(const QString &text) { return in<QPlainTextEdit>(text)->toPlainText(); }
    QTreeWidgetItem *line(const QString &list, const QString &text);
    void pick(const QString &list, const QString &text);
    void showTab(const QString &title);
    void pressButton(const QString &name);
    bool isDeployed(int revision);
    // Gives the next question this key: its box waits for an answer.
    void answerBox(const QString &key);
};
