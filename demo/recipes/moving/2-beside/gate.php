<?php
require './common.php';
mo_otp_endpoint($learner, $checkpoint);
