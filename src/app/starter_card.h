// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/topology.h"
#include "project/starters.h"

#include <QAbstractButton>

namespace chartwright {

/// A starter on the welcome page: a small picture of its drawing, title and help.
class StarterCard : public QAbstractButton
{
    Q_OBJECT
public:
    StarterCard(const Starter &starter, const Topology &topology, QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {200, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    void paintPicture(QPainter &painter, const QRectF &rect) const;

    Starter m_starter;
    Topology m_topology;
};

} // namespace chartwright
