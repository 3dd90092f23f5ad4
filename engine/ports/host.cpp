#include "engine/ports/host.h"
