// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "canvas/canvas_theme.h"
#include "model/kind_spec.h"

#include <QFrame>

class QLineEdit;
class QListWidget;

namespace chartwright
{

/// A list of kinds, typed to filter: arrows and Enter choose, Esc leaves. Deletes itself when it
/// closes. Object names: "kindPopup", "kindPopup.filter", "kindPopup.list" (a row's Qt::UserRole is
/// the kind).
class KindPopup : public QFrame
{
    Q_OBJECT
public:
    KindPopup(const Kinds &kinds, const QStringList &names, const CanvasTheme &theme, QWidget *parent);
    void openAt(QPoint global);

signals:
    void chosen(const QString &kind);
    void dismissed();

protected:
    void closeEvent(QCloseEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void filter(const QString &text);
    void accept();
    void step(int rows);

    QLineEdit *m_filter;
    QListWidget *m_list;
    bool m_answered = false;
};

} // namespace chartwright
