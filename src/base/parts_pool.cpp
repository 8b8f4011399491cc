// SPDX-License-Identifier: Apache-2.0
#include "base/parts_pool.h"

#include <QThreadPool>

namespace chartwright {

QThreadPool *partsPool()
{
    static QThreadPool pool;
    return &pool;
}

} // namespace chartwright
