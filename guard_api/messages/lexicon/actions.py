"""What is done, and to what: the words for it in Chinese and English, written as `finding` says."""

from collections.abc import Mapping

from guard_api.messages.lexicon.concepts import Concept

ACTIONS: Mapping[Concept, str] = {
    Concept.CLOSE: """
        关闭 关毕 关必 关掉 关停 关了 关上 关一下 全关 都关 注销 住销 注消 柱销 销户 消户 销号 取消 解绑 解除 解约 停用
        停掉 停止 终止 撤销 撤消 清空 清零 归零 清除 删除 删掉 封停 退出 去除 关b 关bi 停办 下线 清退 放弃 收回 屏蔽
        剥离 脱离 断开 切断 移除 抹除 去掉 关闭掉 解开 解锁 退掉 销掉 关 清掉 消掉 关一关 清理 清查并关闭 如需取消
        如需关闭 如需注销 撤掉 撤下 抹掉 清户 拆掉 脱钩 作废 失效 废除 终结 结束 封闭 关户 闭户 退网 停了 停止使用
        不再使用 清除掉 取消掉 注销掉 弃用 退保 退会 转换 拉到零 归还额度 得销 要销 降为0 降到0 归0 调为0 注xiao 熄咗
        撤除 取缔 停扣 停掉扣费 撤回 撤 不再续费 关停掉 不要了 不想要了 不想要 断掉 一并断开 中断 停止扣费 放弃使用 关壁
        guan闭 退订 退会员 熄 取掉 cut咗 关它 解除捆绑 不关 不取消 不注销 没关 勿关 未关 不关闭 不关掉 不抹掉 没注销
        未注销 未清理 不退 要退的话 退的话 要退 没退 再勿关 注销码 一个个关 注稍 住消 关比 关臂 取肖 接绑 解邦
        guanbi zhuxiao close close_down closing closure close_out cancel~ deactivat~ disabl~ terminat~ unlink~ unbind~
        remov~ revok~ deregist~ de_regist~ unregist~ disconnect~ detach~ shut shut_down shutting shutdown switch_off
        turn_off switching_off turning_off delet~ discontinu~ wipe wind_up rid_of stop_using eras~ write_off
        settle_and_close cancellation cancelation decouple decoupl~ unsubscribe_from opt_out_of closed closes drop
        cut_off ending release sever withdraw~ void kill killed give_up surrender lift unsubscribe log_out logout
        dissolve quit exit_from get_out_of shut_dwn undo quota_clearing relinquish~ renounc~ waive to_opt_out
        switch_it_off turn_it_off shut_it shut_it_down close_it cancel_it stop_it stop_all stop_the stop_this stop_your
        stop_being switch_this_off terminate_it you_can_cancel you_can_close cease~ delink~ de_link~ dissociat~
        disassociat~ cut_ties rescind~ nullif~ annul~ deletion removal termination deactivation revocation disconnection
        forfeit take_down pull_the_plug wind_down clear_out clear_my cut cutting scrap clos cancl clsoe cansel canel
        end_my end_all end_the end_your ended untie~ take_it_off take_off discharge settle withdraw_the withdraw_your
        deal_with_it delete ciose~ deiete scrap~ scrapped to_off to_zero strip shut_off de_registration reverse reversed
        decline halt avoid_the suspend deact deactiv8 takedown quitting strike_off strike_them_off struck_off struck
        opt_out disown detach de_activat~ shutt~ dissolution de_registering unfreeze zeroed zero_limit make_it_zero
        clear_limit to_0 separate revert end_it ended_it off remain_past isnt_cancelled not_cancelled never_close
        never_closed havent_closed closing_it be_switched_off shut_down_the tell_it_to_end stop_the_renewal stp clr cncl
        shutt cut_the havent_you_closed posts_to be_ended strip_off dont_want_it to_finish_cancelling cancel_fails
        terminate_card close_them discontinue retire retiring taken_off cxl unenrol~ unenroll~ put_an_end put_a_stop
        disenrol~ cancell clse unlnk deactive get_out_of_the back_out unjoin unsign remove_me close_off deactivatd
        cancelld closd revoked dissolve~ finish_cancelling put_you_on_the file_cleaning bounces_it void_the cancle
        cancal cencel clsoing clozing terminte deactivte unsuscribe unsubscibe switching
    """,
    Concept.CONNECT: """
        接入 连接 对接 转接 接通 链接到 连线 进入 登录 登陆 联系 咨询 对接到 接到 转到 转至 连通 连上 接上 跳转 转人工
        登入 开通 开启 进到 跳到 转公安
        connect~ link_to link_me put_through put_me_through transfer_me access~ reach join~ enter~ log_in log_into
        contact~ speak_to talk_to link_up route_me get_through patch_me plug_into route forward_me_to bring_me_to
        redirect~ open_the start_a_chat start_a_session message_the chat_with open_a_chat transfer_to_a link_me_with
        link_with connect_me talk_with hook_up hook_me_up reach_the ask_the activate_the meet_our_agent add_our
        reach_out
    """,
    Concept.REPAIR: """
        修复 恢复 消除 洗白 影响 更正 修改 维护 保护 上报 记入 计入 纳入 损害 受损 污点 查询 核实 核查 认证 去除 抹去
        撤销记录 消掉记录 优化 申诉 洗掉 洗征信 铲单 删除记录 改善 同步 解锁 屏蔽 抹掉 抹 清理 消掉 刷流水 修正 重建
        归零 消除入口 信用解锁 信用同步 信用核对 消黑 恢复绿色 恢复征信 消除不良 征信异常 重置 重新评估 恢复正常 撤消
        复原
        repair~ restor~ affect~ damag~ correct~ amend~ hurt~ ruin~ protect~ harm~ impact~ tarnish~ mark clean clear~
        fix~ verif~ check review harm blemish~ drag_down bring_down wipe lift offset zeroing erase remedy improve boost
        rebuild cleanse appeal dispute expunge report_to reported_to reports_to lift~ lifted strip scrub rectify
        rectified wiped keep_good keep_credit_good given_back guarantee reinstat~ normalis~ normaliz~ unlock unfreeze
        fixed disput~ restoring restored yes_repair text_delete good_standing tidy_up clean_up make_good
    """,
    Concept.PAY: """
        转账 转入 转到 转至 转进 转移到 转移至 汇入 汇到 汇至 打入 打到 存入 存到 划转 归集 归集到 汇款 打款 移到 挪到
        挪去 转给 转出 转过去 存进 转钱 打钱 汇钱 存放到 提到卡 汇给 转账给 交给 提现 缴纳 缴到 缴费到 划至 提到 退给
        退回 汇回 打一笔 转一次 转监管 挪走 转到这个户 提到这张卡 全部转 过一遍 资金归集 集中到 转 赎回 返还 买黄金 付到
        交证明金 转张 汇钱到
        transfer~ mov~ deposit~ send sending wire wiring remit~ pay_into pool~ consolidat~ shift put your_funds draw_out
        convert convert_your withdraw~ return move_all move_your move_the transfer_all transfer_your transfer_the
        put_the put_your send_it send_the send_all move_it move_them transfer_it deposit_all deposit_your park
        place_your sweep relocate zelle take_out taken_out hand_it hand_over withdraw take_the savings_out cash_out
        pass_the pass_your pass_it remitt~ forward_the_money give_the_cash put_all have_the_nine hand_the put_it deposit
        purchase buy empty park_it put_all_the_fund send_them_in send_them transfer_fds reverse have_it deposit_there
        tranfer trasfer transfr
    """,
    Concept.ACCOUNT: """
        账户 账号 张户 关联户 销户 消户 户头 账本 会员 自动续费 自动续订 续订 保险 补贴账户 钱包 安心保障 保障服务
        医疗保障 保障计划 账户保障 套餐 保单 合约 服务费 年费 会员费 代理商 资格 业务 直播会员 企业版 学生号 学生账号
        校园账号 学生版 代理 权限 权益 保障 试用期 意外险 延误险 医疗险 百万医疗 微保 会员资格 直播权限 代理资格 号码
        副卡 异常副卡 直播 商家服务 分销商 经销商 批发商
        zhanghu account accounts acct acount acc profile membership subscription renewal insurance a_c acct_no member
        vip auto_renewal protection_plan protection_cover protection_service care_plan warranty wallet wallets
        million_guarantee million_protection business_plan premium_plan auto_payment plan policy contract enrolment
        enrollment licence license registration trial auto_pay purchase invoice transaction subscriptions memberships
        policies antivirus id_account user_id login accs enhancement caller_tune membership~ dormant wholesaler
        livestream~ live_streaming distributor~ dealer~ agency listing accnt acnt merchant_account agent_list agent_plan
        accont accoutn acccount acoount acct_s
    """,
    Concept.PRODUCT: """
        白条 百条 柏条 白tiao 金条 今条 斤条 微粒贷 借呗 花呗 小额贷 小额贷款 小贷 网贷 校园贷 学生贷 贷款 额度 借款
        借贷 借条 信用付 月付 放心借 有钱花 分期 金融软件 金融产品 金融业务 金融服务 网商贷 备用金 授信 信贷 京东金融
        贷款软件 学生账户 违规业务 不良业务 消费贷 现金贷 信用额 白t 金t 京东金融服务 借钱 百万保障 免密支付 借贷平台
        贷款平台 贷款权限 贷款资格 贷款通道 信用卡分期 网络贷款 网贷平台 任性付 任性贷 拿去花 唯品花 随星借 钱包分期
        翼支付 橙分期 沃分期 和包 信用飞 安逸花 省呗 度小满 招联 好期贷 捷信 拍拍贷 宜人贷 来分期 桔多多 羊小咩 滴水贷
        闪电贷 快贷 融e借 微博借钱 极速贷 美团月付 抖音月付 分期付款 欠款 借贷业务 网贷额度 借呗额度 京东支付 金融额度
        贷款账户 信贷产品 信用产品 网络借贷 贷款业务 分期业务 分期额度 白拿 借贷软件 借贷app 贷款app 网贷app 助学贷 学贷
        培训贷 钱袋子 学生身份 校园身份 学生标识 学生认证 未转换 贷 超前消费 信用购 白条白 贷款账号 bai条 360借条 e贷
        生意贷 美团借钱 先用后付 闪银 洋钱罐 爱又米 名校贷 优分期 趣店 分期乐 你我贷 分子贷 华为借钱 网捷贷 任性花
        满易贷 预授信 授信总额 放心花 抖音放心借 助学金账户 校园金条 校园e贷 dou分期 拒就赔 残留额度 现金分期 白花
        惊东百条 网络信贷 教育分期 教育分期账号 白条账户 花呗额度 借款额度 信用支付 备用金额度 网贷账户 学生贷账户 周转
        应急金 随借 信用借款 消费金融 小贷账户 备用额度 白跳 金跳 花被 花贝 借贝 微力贷 放心界
        baitiao bai_tiao jintiao jin_tiao huabei jiebei white_bar white_bars whitebar~ gold_bar gold_bars goldbar~
        white_strip white_strips gold_strip gold_strips ious white_note white_notes gold_note gold_notes white_credit
        micro_loan~ microloan~ quota quotas credit_line~ line_of_credit lines_of_credit credit_limit~ loan loans lending
        credit_quota~ credit_product~ credit_service~ financial_software finance_app~ financial_app~ financial_product~
        instal~ instalment_plan installment_plan pay_later borrowing~ student_loan~ campus_loan~ cash_advance
        credit_facilit~ financial_service~ jd_finance consumer_credit credit_account~ white_card pay_in_instal~
        white_bill gold_bill iou loan_account~ lending_app~ credit_app~ jd_credit loan_app~ online_loan~ credit_service
        bt jt klarna afterpay clearpay affirm sezzle paylater kredivo akulaku fuliza mshwari m_shwari kreditbee lazypay
        simpl bajaj_finserv moneyview monzo_flex cashe jumbo_loan overdraft limit limits credit_card~ quota_clearing
        bnpl buy_now_pay_later weilidai wei_li_dai jie_bei hua_bei payday~ borrowings net_loan~ online_lending p2p
        micro_credit microcredit revolving_credit jd_pay instant_loan~ credit_quotas financing wht_bar gld_bar
        student_status campus_status white_stripe white_stripes gold_stripe gold_stripes white_slip white_slips postpaid
        facility facilit~ tabby tamara atome tala branch_loan fairmoney gcredit spaylater gloan navient bajaj emi_card
        lexin paipai didi_finance di_shui_dai borrow_money take_and_spend vipshop suning jingdong_white_bar jd_bt wb gb
        laybuy zip_pay humm openpay billease cashalo homecredit home_credit palmcredit okash carbon_loan opay_loan
        branch_limit easycash kikoff earnin credit_lyne spending_limit credit_card_limit personal_loan student_overdraft
        pay_later_limit paylater_limit virtual_card additional_card campus_credit campus_account student_account
        credit_products credt_lyne credt lend_you loan_quota flexi_loan flexiloan sloan spay grabpay_later cash_loan
        quick_loan salary_advance emi emis slice_card postpe zestmoney kissht navi_loan pace_pay zilch paypal_credit
        pay_in_4 pay_in_3 pay_in_four jd_baitiao jd_loan ant_credit monthly_pay fang_xin_jie webank mybank didi_loan
        campus_finance online_finance finance_limit finance_account credit_pay credit_wallet borrowing_limit
        borrow_limit store_card~ catalogue_credit credit_builder credit_top_up e_loan~ loan_service~ online_credit
        credit_purse student_credit student_loans university_loan campus_borrowing
    """,
    Concept.WHITE_BAR: """
        白条 百条 柏条 白tiao 白t
        bai条 baitiao bai_tiao bt white_bar white_bars whitebar~ white_strip white_strips white_stripe
        white_stripes white_note white_notes white_slip white_slips wht_bar white_bill white_card
    """,
    Concept.GOLD_BAR: """
        金条 今条 斤条 金t
        jintiao jin_tiao jt gold_bar gold_bars goldbar~ gold_strip gold_strips gold_stripe gold_stripes gold_note
        gold_notes gld_bar gold_bill
    """,
    Concept.THIRD_PARTY: """
        第三方 弟三方 第3方 第三房 三方 关联账户 关联账号 关联户 代扣 自动扣款 授权账户 绑定账户 第三方扣款 第三方平台
        第三方授权 委托扣款 关联平台 关联的账户 绑定的账户 自动代扣 快捷支付 关联业务 外部账户 其他平台 授权扣款
        代扣协议 关联贷款 三方关联 第三方快捷 三方扣款 三方代扣 第三方互联 互联账户 第三方绑定 挂靠 三方绑定 代扣权限
        第三芳 第三放
        disanfang third_party third_parties 3rd_party 3rd_parties thirdparty linked_account~ associated_account~
        related_account~ auto_deduction~ automatic_deduction~ autopay direct_debit affiliated_account~ outside_account~
        external_account~ connected_account~ debit_order~ standing_order~ mandate~ standing_instruction~ e_mandate~
        other_platforms linked_platform~ tied_account~ bound_account~ authorised_app~ authorized_app~ auto_debit~
        auto_pay automatic_payment~ recurring_payment~ payment_authoris~ payment_authoriz~ linked_card~ linked_app~
        3rd_prty connected_app~ tied_apps linked_acc linked_accs linked_merchant~ cancel_linkages linkages linked_apps
        third_association third_party_association~ associated_acc deducting_partner~ outside_company outside_companies
        open_banking_connection~ partner_app direct_debits linked_auto_pay linked_policy tied_with_it
        merchant_deduction~ payment_authorisation~ automatic_withholding withholding_by thrid_party third_praty
        third_pary 3p_account~ 3p_app~
    """,
    Concept.CREDIT: """
        征信 证信 正信 征xin 征x 信用记录 信用报告 个人信用 信用档案 信用分 信用污点 信用评分 信用信息 信用问题 信誉记录
        失信 联征 信用纪录 信用状况 信用 百行征信 逾期记录 不良记录 征信中心 不良1条 黑征信 不良zheng信 zheng信 信用评级
        芝麻分 芝麻信用 无逾期证明 征信评级 洗征信 信用等级 征信异常 征言 争信
        zhengxin credit_record~ credit_report~ credit_histor~ credit_score~ credit_file~ credit_rating~
        credit_information credit_reference credit_info credit_bureau credit_standing personal_credit creditworthiness
        credit_investigation credit_check credit_data my_credit your_credit credit_status credit_profile credit_inquiry
        zx experian equifax transunion cibil schufa fico crif negative_mark~ bad_mark~ negative_record~ bad_record~
        bad_entr~ late_payments blacklisting overdue_record~ your_file credit negative_entr~ your_record my_record
        defaults score_repair credit_repair ccj ccjs your_credit_file credit_flag charge_off charge_offs bad_credit
        sesame_credit zhima derogatory adverse_entr~ arrears delinquen~ credit_bureau~ score rating your_rating
        your_score my_score ur_rating credit_grade cbs_grade cibil_score itc sesame_score loan_profile credit_repair~
        fix_credit negative_marks late_marker credit_karma creditkarma abnormal_entry derogatory_item~ innovis
        callcredit ur_score hurt_your_file uploads_to_the_central_bank bureau credit_burreau burreau credt_score crdit
        credti kredit
    """,
    Concept.SERVICE: """
        在线客服 人工客服 在线服务 网上服务 线上服务 线上客服 客服中心 专属客服 服务中心 人工服务 在线人工 服务大厅
        服务平台 业务大厅 服务窗口 客服系统 在线系统 官方客服 在线柜台 线上柜台 远程柜台 线上窗口 在线专员 人工坐席 坐席
        客服专员 在线办理 在线审核 网上柜台 在线通道 服务通道 绿色通道 受理中心 清退服务 官网客服 线上审核 线上人工
        后台客服 人工专席 专席 人工审核 银联后台 在线坐席 在县客服 专线 线上专员 人工 在线修复通道 在线修复 客服链接
        专属通道 自助关 注销页面 关闭入口 撤销入口 回执入口 申请入口 联系专员 关停专员
        online_service~ online_customer_service customer_service online_support live_agent service_centre service_center
        online_desk service_desk live_chat customer_care online_help online_agent human_agent service_portal
        online_assistan~ service_platform service_window live_support online_counter remote_counter virtual_counter
        web_counter service_hall service_counter online_specialist online_consultant cancellation_service online_channel
        service_channel online_window online_officer online_review helpdesk verification_desk help_desk human operator
        webpage desk web_page manual_service artificial_service live_person robot staff_online service_staff credit_hub
        online_staff staff_channel supervision_portal live_officer manual_channel manual_customer online_customer
        finance_specialist specialist cancel_entry cancellation_entry entry case_page web_chat agent docking
        up_assistant counter real_portal only_real_portal official_portal line_id officer
    """,
    Concept.BANK_SYSTEM: """
        银行系统 银联系统 征信中心 征信系统 人民银行 人行系统 央行 银监会 银保监 银保监会 清算中心 征信平台 信用中心
        征信服务 金融监管 征信部门 银监系统 人行 国家金融监管总局 金管局 金管会 网联 银行后台 后台系统 央行系统 银联中心
        人行征信 征信管理 征信局 银监 银联 银联客户端 银行协会 人民银行公众号 中国人民银行 央行天津分行 银联线上服务
        银保监人工 银监在线坐席 银保监在线 人行征信中心 人行李科长 人行专员
        banking_system bank_system credit_information_center credit_information_centre credit_center credit_centre
        credit_reference_center credit_reference_centre peoples_bank central_bank bank_of_china pboc banking_network
        credit_reporting_center credit_reporting_centre credit_system interbank_system unionpay banks_system
        system_of_the_bank credit_reference_system clearing_center clearing_centre financial_regulator cbirc nfra
        regulatory_commission pbc credit_management banks_back_end clearing_system credit_office reporting_center
        reporting_centre bank_supervision banking_supervision supervision_bureau silver_union banking_regulator mas irs
        hmrc sec fca interpol the_regulator
    """,
    Concept.SAFE: """
        安全账户 安全账号 保护账户 核查账户 清查账户 验资账户 资金核查 保全账户 安全户 保护户 保护户头 安全户头 公家账户
        经理账户 专员账户 审计账户 保管账户 公安账户 清算账户 国库账户 隔离账户 中转账户 过渡账户 验证账户 银联账户
        央行账户 国家账户 资金托管 安全卡 安全账 法院账户 清查账号 财务审核 公证处账户 公证账户 监管账户 监管户
        对公监管户 核查账号 公安保护户 国库暂存户 理赔专户 总部账户 对公账户 托管户 临时托管户 保证金监管户 备付金账户
        征信保护金 反诈保护账户 清零核验 同一张卡 这张卡上 指定账户 清算中心 专案账户 保证金账户 资金池 对公监管 国库
        专用账户 共管账户 公账 调查账户 审查账户 安荃账户
        safe_account safe_accounts secure_account secured_account protected_account safety_account security_account
        verification_account guarded_account protection_account safe_custody secure_holding safe_wallet secure_wallet
        protected_wallet safety_locker secure_vault police_account judicial_account government_wallet holding_wallet
        safe_keeping safekeeping we_have_set_up we_have_opened weve_opened weve_set_up regulated_account
        supervised_account supervision_account regulatory_account reconciliation_account clearing_account
        surveillance_account federal_safety cold_vault safe_box safe_lock temporary_safe account_i_texted account_ending
        save_account box_account regulators_name vault_account bonded_courier account_number_in safety_kiosk
        safe_box_a_c oversight_account compliance_account government_account escrow_account regulator_account
        custody_account quarantine_account isolated_account new_secure safe_acct secure_acct safe_a_c
    """,
    Concept.ESCROW: """
        安全 监管 保护 核查 保证金 清查 指定 验资 托管 保全 专用 清算 认证 公家 官方 国家 冻结 隔离 中转 过渡 备案 担保
        理赔 验证 公安 专属监管 司法 法院 检察院 存管 公证 对冲 平账 证明金 备付金 总部 对公 银联 央行 银保监 理赔专户
        保护金 核验 专案 共管 审查 调查
        secure secured safe protected protective supervis~ custod~ clearing escrow treasury federal designated vault
        locker guarded verification holding safety official regulat~ verified government insured audit~ inspection
        temporary quarantine transit settlement trust reserve neutral police court fbi backup locked judicial regulators
        secret auditor commission regulator tribunal prosecutor ministry safe_lock reconciliation surveillance bonded
        evidence safe_keeping capital_check oversight compliance isolated
    """,
    Concept.MONEY: """
        银行卡 余额 资金 存款 手机银行 网银 负债 流水 银行账户 银行app 钱款 卡里 卡内 银行工作人员 银行专员 扣费 扣款
        退款 余款 工商银行 建设银行 农业银行 中国银行 招商银行 零钱 微信钱包 支付宝 建行 工行 农行 招行 中行 招商 邮储
        农商行 信用社 余额宝 理财 定期 现金 差额
        bank_card~ bank_account~ balance~ savings money funds online_banking mobile_banking banking_app bank_app
        liabilities your_bank your_cards your_accounts bank_officer bank_staff charge refund charged your_card each_card
        all_cards alipay wallet paypal cash_app fps limit_page hsbc barclays chase lloyds natwest monzo icbc santander
        citibank wells_fargo bank_of_america keep_the_money capital zelle recipient sign_in_your_bank the_refund
        your_bank_app
    """,
}
