// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "canvas/canvas_popup.h"
#include "canvas/canvas_theme.h"
#include "model/kind_spec.h"

class QLineEdit;
class QListWidget;

namespace chartwright {

/// A list of kinds, typed to filter: arrows and Enter choose, Esc leaves. Object names:
/// "kindPopup", "kindPopup.filter", "kindPopup.list" (a row's Qt::UserRole is the kind).
class KindPopup : public CanvasPopup
{
    Q_OBJECT
public:
    KindPopup(const Kinds &kinds, const QStringList &names, const CanvasTheme &theme,
              QWidget *parent);
    void openAt(QPoint at);

signals:
    void chosen(const QString &kind);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void filter(const QString &text);
    void accept();
    void step(int rows);

    QLineEdit *m_filter;
    QListWidget *m_list;
};

} // namespace chartwright
