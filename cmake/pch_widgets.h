// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pch_gui.h"
#include <QtWidgets/QtWidgets>
