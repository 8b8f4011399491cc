// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pch_widgets.h"
#include <QtTest/QtTest>
