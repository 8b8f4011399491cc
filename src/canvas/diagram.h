// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "canvas/canvas_theme.h"
#include "model/topology.h"

class QPainter;

namespace chartwright {

/// A drawing without a canvas: for pictures in a report or a README. Needs a QGuiApplication.
class Diagram
{
public:
    explicit Diagram(const Topology &topology);
    ~Diagram();

    /// In scene units, with a margin.
    QRectF bounds() const;
    void paint(QPainter *painter, const CanvasTheme &theme) const;

private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

/// Writes file.svg or file.png; `scale` is pixels for a scene unit. A picture that would be larger
/// than pictures can be is made smaller.
Result<void> writeDiagram(const Topology &topology, const QString &file, bool dark = false,
                          double scale = 2);

} // namespace chartwright
