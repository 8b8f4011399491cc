// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pch_core.h"
#include <QColor>
#include <QPainter>
#include <QPalette>
