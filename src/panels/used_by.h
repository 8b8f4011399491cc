// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "panels/edit_context.h"

#include <QWidget>

class QVBoxLayout;

namespace chartwright {

/// "Used by": a link for each resource that refers to a part of the one that is edited.
class UsedBy : public QWidget
{
    Q_OBJECT
public:
    UsedBy(EditContext *context, QWidget *parent, int depth);
    void refresh(const QString &part);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    EditContext *m_context;
    const int m_depth;
    QVBoxLayout *m_layout;
    QList<RefUse> m_uses;
    QStringList m_names;
    bool m_shown = false;
};

} // namespace chartwright
