#include "CJSONKernels.h"
