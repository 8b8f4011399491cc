// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace chartwright {

class CanvasView;

/// Shows the canvas to assistive technology as a list of its nodes: name, kind, problems. Once is
/// enough; more does no harm.
void installCanvasAccessibility();
void notifySelectionChanged(CanvasView *view);

} // namespace chartwright
